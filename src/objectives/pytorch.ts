/** @file The sides of an adversarial objective as PyTorch: its loss, the targets of its labels, its penalty. */
import type { NumberRange } from '../lib/fields'
import { lossOf } from './losses'
import type { TorchLoss, TorchLossContext } from './objective'
import { penaltyOf } from './penalties'
import type { ScorePort } from './penalties/penalty'
import { TORCH_SLOPES } from './penalties/slopes'
import { readByPlayers, type SideParams } from './sides'

const PORTS: readonly ScorePort[] = ['real', 'fake']

const TARGETS = `def targets(scores: Tensor, low: float, high: float, other: tuple[float, float] = (0, 0), flip: float = 0) -> Tensor:
    """One target for each sample, drawn from a range; now and then that of the other side."""

    def uniform(low, high):
        return low + (high - low) * torch.rand(len(scores), *[1] * (scores.dim() - 1), device=scores.device)

    flipped = torch.rand(len(scores), *[1] * (scores.dim() - 1), device=scores.device) < flip
    return torch.where(flipped, uniform(*other), uniform(low, high)).expand_as(scores)`

const ends = (range: NumberRange): readonly [number, number] =>
  typeof range === 'number' ? [range, range] : [range[0]!, range[1]!]

function targetText(scores: string, own: NumberRange, other: NumberRange, flip: number): number | string {
  const [low, high] = ends(own)
  if (flip === 0 && low === high) return low
  const flips = flip === 0 ? '' : `, other=(${ends(other).join(', ')}), flip=${flip}`
  return `targets(${scores}, ${low}, ${high}${flips})`
}

function lossText(
  side: 'critic' | 'player',
  params: SideParams,
  behind: readonly string[],
  inputs: Record<string, string>,
) {
  const loss = lossOf(params.loss)
  if (loss.form === 'joint') {
    const definitions = loss.pytorch.definitions ? [loss.pytorch.definitions(params.kernel)] : []
    return { text: loss.pytorch[side](inputs.real!, inputs.fake!), definitions }
  }
  const ports = side === 'critic' ? PORTS : readByPlayers(loss, behind)
  const parts = ports.map((port) => {
    const scores = inputs[port]!
    const [own, other] =
      port === 'real' ? [params.realTarget, params.fakeTarget] : [params.fakeTarget, params.realTarget]
    const target = side === 'critic' ? targetText(scores, own, other, params.flip) : targetText(scores, other, own, 0)
    return loss.pytorch[side][port](scores, target)
  })
  const text = parts.join(' + ').replaceAll('+ -', '- ')
  return { text, definitions: text.includes('targets(') ? [TARGETS] : [] }
}

/** The loss of one side under its penalty. */
export function torchSide(
  side: 'critic' | 'player',
  params: SideParams,
  behind: readonly string[],
  { inputs, number, turn, samples, score }: TorchLossContext,
): TorchLoss {
  const { text, definitions } = lossText(side, params, behind, inputs)
  const { penalty } = params
  if (penalty.kind === 'none' || penalty.weight === 0) return { statements: [], loss: text, definitions }
  const definition = penaltyOf(penalty.kind)
  if ((definition.acts === 'term' && side === 'player') || !samples.real)
    return { statements: [], loss: text, definitions }
  const loss = lossOf(params.loss)
  const witnessed = loss.form === 'joint' && loss.witness !== undefined
  const one = (scores: string) =>
    witnessed
      ? `witness(${scores}.flatten(1), ${inputs.real}.flatten(1), ${inputs.fake}.flatten(1))`
      : `${scores}.flatten(1).mean(1)`
  const value = definition.pytorch(penalty as never)
  const given: [string, () => readonly string[]][] = [
    ['real', () => [`real = [${(samples.real ?? []).join(', ')}]`]],
    ['fake', () => [`fake = [${(samples.fake ?? []).join(', ')}]`]],
    ['score', () => score('real', 'score', one)],
    ['score_fakes', () => score('fake', 'score_fakes', one)],
    ['outputs', () => score('real', 'outputs', (scores) => `${scores}.flatten(1)`)],
  ]
  const statements = given.flatMap(([name, lines]) => (new RegExp(`\\b${name}\\b`).test(value) ? lines() : []))
  const all = [...definitions, TORCH_SLOPES]
  const weight = number(penalty.weight)
  if (definition.acts === 'scale') {
    const growth = `(1 + ${weight} * (${value}))`
    const scaled = `(${text}) / ${loss.scalable === 'linear' ? `${growth}.sqrt()` : growth}`
    return { statements, loss: scaled, definitions: all }
  }
  const penalised = `${text} + ${penalty.weight === 1 ? '' : `${weight} * `}penalty`
  if (penalty.every === 1)
    return { statements: [...statements, `penalty = ${value}`], loss: penalised, definitions: all }
  return {
    statements: [
      'penalty = 0',
      `if ${turn} % ${penalty.every} == 0:`,
      ...statements.map((line) => (line === '' ? '' : `    ${line}`)),
      `    penalty = ${penalty.every} * (${value})`,
    ],
    loss: penalised,
    definitions: all,
  }
}
