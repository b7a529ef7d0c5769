/** @file Vite and Vitest: the page, its worker, the data that is served with it, and the two test projects. */
import react from '@vitejs/plugin-react'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import { BROWSER_FLAGS, findBrowser } from './src/scripts/browser.mjs'
import { dataPlugin } from './src/scripts/data-plugin.ts'
import { isolationPlugin } from './src/scripts/isolation-plugin.ts'
import { kindIconsPlugin } from './src/scripts/kind-icons-plugin.ts'
import { sitePlugin } from './src/scripts/site-plugin.ts'

const browser = findBrowser()

export default defineConfig({
  // Relative, so that the build works under any path of any host.
  base: './',
  plugins: [isolationPlugin(), react(), dataPlugin(), kindIconsPlugin(), sitePlugin()],
  worker: { format: 'es' },
  // What only workers import is not found before it is needed, and finding it then would reload the page in the middle.
  optimizeDeps: {
    include: [
      '@tensorflow/tfjs-core',
      '@tensorflow/tfjs-backend-cpu',
      '@tensorflow/tfjs-backend-wasm',
      '@tensorflow/tfjs-backend-webgl',
      '@tensorflow/tfjs-backend-webgpu',
      'pure-rand/generator/xoroshiro128plus',
      'zod',
    ],
  },
  build: {
    target: 'esnext',
    // The worker carries TensorFlow.js whole.
    chunkSizeWarningLimit: 2000,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
            { name: 'flow', test: /node_modules[\\/](@xyflow|d3-[a-z]+)[\\/]/ },
            { name: 'controls', test: /node_modules[\\/](@base-ui|@floating-ui)[\\/]/ },
            { name: 'templates', test: /[\\/]templates[\\/][^\\/]+\.json/ },
          ],
        },
      },
    },
  },
  test: {
    // Training a net is slow on a machine without a GPU; no test asserts a time.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: ['src/**/*.test.{ts,tsx}'],
          exclude: ['**/*.browser.test.{ts,tsx}', '**/node_modules/**'],
          maxWorkers: 2,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['src/**/*.browser.test.{ts,tsx}'],
          fileParallelism: true,
          maxWorkers: 2,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { args: BROWSER_FLAGS, ...(browser && { executablePath: browser }) },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
})
