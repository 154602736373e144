import { svelte } from "@sveltejs/vite-plugin-svelte";
import { resolve } from "node:path";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";
import { blocksOf } from "./src/lib/markdown";

/** Every webview we run in reads WOFF2; the WOFF copies would only double the size of the fonts. */
function onlyWoff2(): Plugin {
  return {
    name: "only-woff2",
    enforce: "pre",
    transform(code, id) {
      if (!id.includes("@fontsource") || !id.endsWith(".css")) return null;
      return { code: code.replace(/,\s*url\([^)]*\.woff\)\s*format\('woff'\)/g, ""), map: null };
    },
  };
}

/** The guides under docs/ are read when the window is built, their pictures bundled with it: nothing is fetched or parsed later. */
function guides(): Plugin {
  return {
    name: "guides",
    enforce: "pre",
    transform(code, id) {
      if (!id.endsWith(".md")) return null;
      const pictures: string[] = [];
      const blocks = blocksOf(code).map((block) => {
        if (block.kind !== "picture") return JSON.stringify(block);
        pictures.push(resolve(id, "..", block.src));
        return `{ kind: "picture", alt: ${JSON.stringify(block.alt)}, src: picture${pictures.length - 1} }`;
      });
      const imports = pictures.map((path, i) => `import picture${i} from ${JSON.stringify(path)};`);
      return { code: `${imports.join("\n")}\nexport default [${blocks.join(",\n")}];`, map: null };
    },
  };
}

export default defineConfig({
  plugins: [onlyWoff2(), guides(), svelte()],
  clearScreen: false,
  server: { port: 1420, strictPort: true, fs: { allow: [".."] } },
  build: {
    target: ["es2022", "safari16"],
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500,
    // The window opens on index.html; the catalogue of parts is a page of its own beside it.
    rolldownOptions: { input: ["index.html", "parts.html"] },
  },
  // Style sheets are read in tests too: contrast is computed from the one of the tokens.
  test: { include: ["src/**/*.test.ts"], environment: "node", css: true },
});
