// Builds what the pages need into templates/static/dist: every file named by a hash of its
// content, beside it the same file compressed, and manifest.json from plain to hashed name.

import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { buildSync } from "esbuild";
import { compile } from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");
const dist = join(root, "templates", "static", "dist");
const manifest = {};

// The placeholder stays: without it the Go package that embeds this folder does not compile.
mkdirSync(dist, { recursive: true });
for (const name of readdirSync(dist)) {
  if (name !== ".gitkeep") rmSync(join(dist, name), { recursive: true });
}

function write(name, content) {
  const bytes = Buffer.from(content);
  const extension = extname(name);
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  const hashed = `${name.slice(0, -extension.length)}-${hash}${extension}`;
  writeFileSync(join(dist, hashed), bytes);
  if (extension !== ".png") {
    writeFileSync(join(dist, hashed + ".gz"), gzipSync(bytes, { level: 9 }));
    writeFileSync(join(dist, hashed + ".br"), brotliCompressSync(bytes, {
      params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    }));
  }
  manifest[name] = hashed;
  return hashed;
}

function styles() {
  const { css } = compile(join(here, "app.scss"), {
    style: "compressed",
    loadPaths: [join(root, "node_modules")],
    quietDeps: true,
  });
  return css;
}

function script(name, format) {
  const { outputFiles } = buildSync({
    entryPoints: [join(here, "js", name)],
    nodePaths: [join(root, "node_modules")],
    bundle: true,
    minify: true,
    legalComments: "none",
    target: ["es2020"],
    format,
    write: false,
  });
  return outputFiles[0].text;
}

write("app.css", styles());
write("app.js", script("app.js", "esm"));
write("js-enabled.js", script("js-enabled.js", "iife"));
for (const name of readdirSync(join(here, "icons"))) {
  write(name, readFileSync(join(here, "icons", name)));
}

// The web app manifest names icons, so it is written after them.
const app = readFileSync(join(here, "app.webmanifest"), "utf8");
write("app.webmanifest", app.replace(/\{\{(.+?)\}\}/g, (_, name) => `/static/${manifest[name]}`));

writeFileSync(join(dist, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");
for (const [name, hashed] of Object.entries(manifest)) {
  const raw = readFileSync(join(dist, hashed)).length;
  console.log(`${name.padEnd(18)} ${String(raw).padStart(7)} bytes`);
}
