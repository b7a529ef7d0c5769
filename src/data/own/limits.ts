/** @file How much own data may be. */

/** Own data is held in memory whole while it is trained on. */
export const MAX_OWN_BYTES = 1_000_000_000
export const MAX_OWN_NAME_LENGTH = 80
/** A class is one byte of each sample. */
export const MAX_OWN_CLASSES = 256
export const MAX_CLASS_NAME_LENGTH = 80
/** Longest side of own pictures and arrays, px. */
export const MAX_OWN_SIDE_PX = 512
/** Of one picture's file. */
export const MAX_PICTURE_BYTES = 64_000_000
/** Of one picture, unpacked: a browser takes four bytes for each pixel. */
export const MAX_PICTURE_PIXELS = 100_000_000
/** Of a text with points. */
export const MAX_TEXT_BYTES = 200_000_000
