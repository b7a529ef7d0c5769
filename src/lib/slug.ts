/** @file Names of people's things as parts of file names. */

/** `DCGAN · MNIST` → `dcgan-mnist`: lower-case ASCII letters, digits and single hyphens, at most 60 characters; may be empty. */
export const slug = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replaceAll(/^-+|-+$/g, '')
