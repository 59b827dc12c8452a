import { defineConfig } from 'vite';

// `npm run dev` serves the sources and passes GraphQL on to a server that runs already.
const server = process.env.RECITAL_URL ?? 'http://127.0.0.1:8080';

/** Leaves out what libraries do on purpose: "use client" means nothing in a bundle without a server part. */
function onLog(level, log, handle) {
  if (log.code !== 'MODULE_LEVEL_DIRECTIVE') handle(level, log);
}

export default defineConfig({
  base: './',
  build: {
    target: 'es2022',
    // One bundle of Monaco is larger than Vite likes; it is cached for ever and sent compressed.
    chunkSizeWarningLimit: 4096,
    license: { fileName: 'third-party.md' },
    modulePreload: { polyfill: false },
    rolldownOptions: { onLog },
  },
  worker: { format: 'es' },
  server: { proxy: { '/graphql': server } },
});
