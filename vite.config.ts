import { fileURLToPath } from 'node:url';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import { serverInDevelopment } from './server/development.ts';

const imageLoader = '@cornerstonejs/dicom-image-loader';

export default defineConfig({
  plugins: [serverInDevelopment(), sveltekit()],
  // vtk.js pulls xmlbuilder2 in for a reader we never use; the real package needs Node's `events` and breaks in a browser.
  resolve: { alias: { xmlbuilder2: fileURLToPath(new URL('./src/lib/viewer/xmlbuilder2-stub.js', import.meta.url)) } },
  worker: { format: 'es' },
  build: { chunkSizeWarningLimit: 4000 },
  optimizeDeps: {
    // Pre-bundling breaks the loader's `new URL('./worker', import.meta.url)`; its codecs are CommonJS and need it.
    exclude: [imageLoader],
    include: [
      '@cornerstonejs/core',
      '@cornerstonejs/tools',
      '@cornerstonejs/metadata',
      'dicom-parser',
      `${imageLoader} > comlink`,
      `${imageLoader} > pako`,
      `${imageLoader} > uuid`,
      `${imageLoader} > @cornerstonejs/jpeg-lossless-decoder-js`,
      `${imageLoader} > @cornerstonejs/codec-charls/decodewasmjs`,
      `${imageLoader} > @cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs`,
      `${imageLoader} > @cornerstonejs/codec-openjpeg/decodewasmjs`,
      `${imageLoader} > @cornerstonejs/codec-openjph/wasmjs`,
      `${imageLoader} > @cornerstonejs/codec-libjxl/decodewasmjs`,
    ],
  },
});
