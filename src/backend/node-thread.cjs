/**
 * @file A thread of the WASM backend in Node. tfjs ships Emscripten's script for it as a string, with the line breaks of the strings in it
 * unescaped; this file is what a worker thread can be started from.
 */
const vm = require('node:vm')
const {
  wasmWorkerContents,
} = require('@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.worker.js')

vm.compileFunction(wasmWorkerContents.replaceAll('\n', '\\n'), ['require', '__filename'])(require, __filename)
