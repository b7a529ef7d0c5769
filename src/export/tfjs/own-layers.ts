/** @file The file of the layers that TensorFlow.js lacks: an ES module that a page imports before it loads a model with them. */
import type { OwnLayer } from '../../layers/keras'

/** Each class once, exported and registered. `design` is named at the head. */
export const ownLayersText = (design: string, layers: Iterable<OwnLayer>): string =>
  [
    `// Layers of ${JSON.stringify(design)} that TensorFlow.js lacks. Import this file before its models are loaded. Written by Ganvas.`,
    "import * as tf from '@tensorflow/tfjs'",
    ...[...new Set(layers)].map(
      ({ className, source }) =>
        `\n${source.replace(/^class /m, 'export class ')}\ntf.serialization.registerClass(${className})`,
    ),
    '',
  ].join('\n')
