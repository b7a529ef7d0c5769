/** @file Weight clipping where the loss needs it, and what does not go well with it. */
import type { Rule } from '../analysis'
import { report } from '../diagnostics'
import type { Optimizer } from '../plan'
import { setting } from '../repairs/labels'
import { objectiveKindOf, titleOf } from '../resolve'

/** Of the WGAN paper (arXiv 1701.07875). */
const USUAL_CLIP = 0.01

export const unconstrainedCritics: Rule = ({ resolved, sides }) =>
  [...sides].flatMap(([id, { critics }]) => {
    const found = resolved.nodes.get(id)!
    if (!objectiveKindOf(found).needsConstraint?.(found.node.params)) return []
    return critics.flatMap((critic) => {
      const { name, clip } = resolved.networks.get(critic)!.params
      if (clip !== null) return []
      const message = `${titleOf(resolved, id)} needs a critic whose slope is kept small, but it has no penalty and the weights of ${name} are not clipped.`
      return [
        report(
          'wasserstein-without-constraint',
          { node: critic, param: 'clip' },
          message,
          `Set a penalty on its slope in ${titleOf(resolved, id)}, or clip the weights of ${name}, to 0.01 as in the paper.`,
          [
            setting(resolved, id, { penalty: { kind: 'gradient-penalty' } }),
            setting(resolved, critic, { clip: USUAL_CLIP }),
          ],
        ),
      ]
    })
  })

export const momentumWithClip: Rule = ({ resolved }) =>
  [...resolved.networks.values()].flatMap(({ id, params: { name, clip, optimizer, trainable } }) => {
    const momentum = momentumOf(optimizer)
    if (clip === null || !trainable || momentum.value <= 0) return []
    const message = `${name} clips its weights to ±${clip} and is trained with momentum (${momentum.param} ${momentum.value}), which is known to be unstable.`
    return [
      report(
        'momentum-with-clip',
        { node: id, param: 'optimizer' },
        message,
        `Set ${momentum.param} to 0, or use RMSProp.`,
        [
          {
            label: `Set ${momentum.param} to 0`,
            edits: [{ type: 'set-params', node: id, params: { optimizer: { ...optimizer, [momentum.param]: 0 } } }],
          },
          setting(resolved, id, { optimizer: { kind: 'rmsprop' } }, true),
        ],
      ),
    ]
  })

function momentumOf(optimizer: Optimizer): { param: string; value: number } {
  switch (optimizer.kind) {
    case 'adam':
      return { param: 'beta1', value: optimizer.beta1 }
    case 'rmsprop':
    case 'sgd':
      return { param: 'momentum', value: optimizer.momentum }
  }
}
