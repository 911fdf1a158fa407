// Builds static/dist from static/css, static/js, static/img and the packages of package-lock.json.
//
//   app.css, entry-*.css   Tailwind writes .generated/<name>.css, esbuild hashes it and its fonts
//   inter-*.woff2          Inter in the weights and features the product uses (narrow_fonts.py)
//   app.js, entry-*.js     bundled and split by esbuild
//   *-worker.js            service workers (the judge's desk, the check-in), each in one piece, with the files it keeps
//   sprite.svg             the Lucide icons that templates, Python and static/icons.txt name;
//   sprite-inside.svg      those that only pages behind the sign-in name
//   img/*                  copied under hashed names
//   fonts-pdf/*.ttf        fonts with all letters for PDF documents (narrow_fonts.py): web fonts come in pieces that PDF libraries garble
//   manifest.json          source name -> hashed name, read by asset()
//
// The result is built beside the old one and swapped in at the end, so a running server never sees half of it.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { fileURLToPath } from "node:url";
import * as zlib from "node:zlib";
import { build } from "esbuild";

const STATIC = path.dirname(fileURLToPath(import.meta.url));
const ROOT = path.dirname(STATIC);
const FINAL = path.join(STATIC, "dist");
const DIST = path.join(STATIC, `.dist-${process.pid}`);
const GENERATED = path.join(STATIC, "css", ".generated");
const LUCIDE = path.join(ROOT, "node_modules/lucide-static/icons");
const WEB_FONTS = path.join(ROOT, "node_modules/@fontsource-variable/inter/files");
const PDF_FONTS = path.join(ROOT, "node_modules/@expo-google-fonts/inter");
const BROWSERS = ["es2022", "chrome111", "safari16.4", "firefox128"];
const COMPRESSIBLE = /\.(css|js|svg)$/;

class BuildError extends Error {}

function walk(folder, accepts) {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && accepts.test(entry.name))
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

function entries(folder, extension) {
  const wanted = new RegExp(`^(app|entry-[a-z0-9-]+)\\${extension}$`);
  return fs.readdirSync(path.join(STATIC, folder)).filter((name) => wanted.test(name)).sort();
}

function withHash(name, content) {
  const { dir, name: stem, ext } = path.parse(name);
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 8).toUpperCase();
  return path.posix.join(dir, `${stem}-${hash}${ext}`);
}

function store(manifest, name, content) {
  const hashed = withHash(name, content);
  fs.mkdirSync(path.dirname(path.join(DIST, hashed)), { recursive: true });
  fs.writeFileSync(path.join(DIST, hashed), content);
  manifest[name] = hashed;
}

/** Tailwind's output keeps its place under static/css, so that relative URLs in it stay true for esbuild. */
function compileStyles(name) {
  const cli = path.join(ROOT, "node_modules/@tailwindcss/cli/dist/index.mjs");
  const output = path.join(GENERATED, name);
  const run = spawnSync(process.execPath, [cli, "-i", path.join(STATIC, "css", name), "-o", output, "--minify"], {
    cwd: ROOT,
    encoding: "utf8",
  });
  if (run.status !== 0) throw new BuildError(`Tailwind failed on static/css/${name}:\n${run.stderr}${run.stdout}`);
  if (name === "app.css") keepPaperWhite(output);
  return output;
}

/** The dark theme is the screen's alone: on paper it would print plans and charts black. daisyUI has no such option. */
function keepPaperWhite(file) {
  const before = fs.readFileSync(file, "utf8");
  const chosen = /:root:has\(input\.theme-controller\[value=dark\]:checked\),(\[data-theme=dark\]\{[^}]*\})/;
  const wished = "@media (prefers-color-scheme:dark)";
  if (!chosen.test(before) || !before.includes(wished)) throw new BuildError("the dark theme is not where it was");
  fs.writeFileSync(file, before.replace(chosen, "@media screen{$1}").replaceAll(wished, "@media screen and (prefers-color-scheme:dark)"));
}

/** Python's fontTools cuts fonts to size; it is there because PDF documents need it. Once made they are kept. */
function narrowFonts(kind, pairs) {
  const script = path.join(STATIC, "narrow_fonts.py");
  const sources = [script, ...pairs.map(([source]) => source)];
  const digest = createHash("sha256").update(Buffer.concat(sources.map((file) => fs.readFileSync(file)))).digest("hex");
  const mark = path.join(GENERATED, `fonts-${kind}-${digest.slice(0, 16)}`);
  if (fs.existsSync(mark)) return;
  fs.mkdirSync(GENERATED, { recursive: true });
  const python = [".venv/bin/python", ".venv/Scripts/python.exe"].map((name) => path.join(ROOT, name)).find((name) => fs.existsSync(name));
  const run = spawnSync(python ?? "python3", [script, kind, ...pairs.flat()], { encoding: "utf8" });
  if (run.status !== 0) throw new BuildError(`The fonts could not be made:\n${run.error ?? run.stderr}`);
  fs.writeFileSync(mark, "");
}

function webFonts() {
  const names = ["latin", "latin-ext", "vietnamese"].map((part) => `inter-${part}-wght-normal.woff2`);
  narrowFonts("web", names.map((name) => [path.join(WEB_FONTS, name), path.join(GENERATED, name)]));
}

async function bundle(manifest) {
  webFonts();
  const styles = entries("css", ".css").map((name) => ({ in: compileStyles(name), out: path.parse(name).name }));
  const scripts = entries("js", ".js").map((name) => ({ in: path.join(STATIC, "js", name), out: path.parse(name).name }));
  const result = await build({
    entryPoints: [...scripts, ...styles],
    outdir: DIST,
    absWorkingDir: ROOT,
    bundle: true,
    format: "esm",
    splitting: true,
    minify: true,
    legalComments: "none",
    target: BROWSERS,
    entryNames: "[name]-[hash]",
    chunkNames: "chunk-[hash]",
    assetNames: "[name]-[hash]",
    loader: { ".woff2": "file", ".svg": "file", ".png": "file", ".webp": "file" },
    metafile: true,
    logLevel: "warning",
  });
  for (const [file, output] of Object.entries(result.metafile.outputs)) {
    const name = sourceName(path.basename(file), output);
    if (name) manifest[name] = path.basename(file);
  }
  return result.metafile.outputs;
}

// The service workers, and what the pages they keep are made of besides their HTML.
const WORKERS = {
  "judge-worker.js": ["app.js", "entry-forms.js", "entry-desk.js", "app.css", "entry-inside.css"],
  "check-in-worker.js": ["app.js", "entry-check-in.js", "entry-ticket.js", "entry-leads.js", "app.css", "entry-gate.css"],
};

/** The files a built file leads to: what it imports, now or later, and the fonts it names. */
function withImports(outputs, file, found = new Set()) {
  if (found.has(file) || !outputs[file]) return found;
  found.add(file);
  for (const each of outputs[file].imports) withImports(outputs, each.path, found);
  return found;
}

/** A service worker is one file, at an address of its own; it changes whenever a file it keeps does. */
async function bundleWorker(manifest, outputs, worker, kept) {
  const folder = path.relative(ROOT, DIST).split(path.sep).join("/");
  const built = kept.flatMap((name) => [...withImports(outputs, `${folder}/${manifest[name]}`)]);
  const files = [...new Set(built.map((file) => path.basename(file))), manifest["sprite.svg"], manifest["sprite-inside.svg"], manifest["img/mark.svg"]].sort();
  const name = createHash("sha256").update(files.join()).digest("hex").slice(0, 8);
  const result = await build({
    entryPoints: [path.join(STATIC, "js", worker)],
    outdir: DIST,
    absWorkingDir: ROOT,
    bundle: true,
    format: "iife",
    minify: true,
    legalComments: "none",
    target: BROWSERS,
    entryNames: "[name]-[hash]",
    define: { SHELL_FILES: JSON.stringify(files), SHELL_NAME: JSON.stringify(name) },
    metafile: true,
    logLevel: "warning",
  });
  manifest[worker] = path.basename(Object.keys(result.metafile.outputs)[0]);
}

/** The name a template asks for: of an entry "app.css", of a file taken along (a font) its own; none of a chunk. */
function sourceName(file, output) {
  if (output.entryPoint) return path.basename(output.entryPoint);
  const inputs = Object.keys(output.inputs);
  return file.startsWith("chunk-") || inputs.length !== 1 ? null : path.basename(inputs[0]);
}

// Icons that only pages of these features name stand in a sprite of their own, so that a first visit stays light.
const INSIDE = /^templates\/(accounts|applications|audit|calendar|console|exhibitions|fundraising|investors|judging|mentoring|notifications|payments|showcase|tasks|visitors|voting)\//;
const ICON = "icon:";

function* namedIcons() {
  const files = [...walk(path.join(ROOT, "templates"), /\.(html|txt|xml)$/), ...walk(path.join(ROOT, "ecosystem"), /\.py$/)];
  // icon("x"), icon="x" and both arms of icon("x" if … else "y")
  const call = /(?<![-\w])icon\s*[(=]\s*((?:"[^"]*"|'[^']*')(?:\s+if\s[^,()]*?\selse\s+(?:"[^"]*"|'[^']*'))*)/g;
  for (const file of files) {
    if (file.endsWith(".html")) yield* iconsInTables(file);
    for (const match of fs.readFileSync(file, "utf8").matchAll(call)) {
      for (const [, name] of match[1].matchAll(/(?:^|\selse\s+)["']([a-z0-9-]+)["']/g)) {
        yield { name, place: path.relative(ROOT, file) };
      }
    }
  }
  const list = path.join(STATIC, "icons.txt");
  if (!fs.existsSync(list)) return;
  for (const line of fs.readFileSync(list, "utf8").split("\n")) {
    const name = line.replace(/#.*/, "").trim();
    if (name) yield { name, place: "static/icons.txt" };
  }
}

/** Templates choose icons from tables too, such as {"sent": ("check", …)}: a quoted name of an icon is taken as one. */
function* iconsInTables(file) {
  for (const [, name] of fs.readFileSync(file, "utf8").matchAll(/["']([a-z0-9]+(?:-[a-z0-9]+)*)["']/g)) {
    if (fs.existsSync(path.join(LUCIDE, `${name}.svg`))) yield { name, place: path.relative(ROOT, file) };
  }
}

function symbol(name) {
  const drawing = fs.readFileSync(path.join(LUCIDE, `${name}.svg`), "utf8");
  const shapes = drawing.replace(/<!--[\s\S]*?-->/g, "").match(/<svg[^>]*>([\s\S]*)<\/svg>/)[1];
  return `<symbol id="${name}" viewBox="0 0 24 24">${shapes.replace(/\s+/g, " ").replace(/> </g, "><").replace(/ \/>/g, "/>").trim()}</symbol>`;
}

function drawIcons(manifest) {
  const wanted = [...namedIcons()];
  const unknown = wanted.filter(({ name }) => !fs.existsSync(path.join(LUCIDE, `${name}.svg`)));
  if (unknown.length) {
    throw new BuildError(unknown.map(({ name, place }) => `${place}: Lucide has no icon "${name}"`).join("\n"));
  }
  const everywhere = new Set(wanted.filter(({ place }) => !INSIDE.test(place)).map(({ name }) => name));
  const names = [...new Set(wanted.map(({ name }) => name))].sort();
  const inside = names.filter((name) => !everywhere.has(name));
  storeSprite(manifest, "sprite.svg", names.filter((name) => everywhere.has(name)));
  storeSprite(manifest, "sprite-inside.svg", inside);
  for (const name of inside) manifest[`${ICON}${name}`] = manifest["sprite-inside.svg"];
}

function storeSprite(manifest, file, names) {
  store(manifest, file, `<svg xmlns="http://www.w3.org/2000/svg">${names.map(symbol).join("")}</svg>\n`);
}

function copyImages(manifest) {
  for (const file of walk(path.join(STATIC, "img"), /\.(svg|png|webp|avif|jpg|ico)$/)) {
    store(manifest, path.relative(STATIC, file).split(path.sep).join("/"), fs.readFileSync(file));
  }
}

function copyPdfFonts() {
  const folder = path.join(DIST, "fonts-pdf");
  fs.mkdirSync(folder);
  const names = ["400Regular", "400Regular_Italic", "700Bold", "700Bold_Italic"].map((style) => [
    path.join(PDF_FONTS, style, `Inter_${style}.ttf`),
    `Inter-${style.replace(/^\d+/, "").replace("_", "").replace("RegularItalic", "Italic")}.ttf`,
  ]);
  narrowFonts("print", names.map(([source, name]) => [source, path.join(GENERATED, name)]));
  for (const [, name] of names) fs.copyFileSync(path.join(GENERATED, name), path.join(folder, name));
  fs.copyFileSync(path.join(PDF_FONTS, "LICENSE_FONT"), path.join(folder, "LICENSE.txt"));
}

/** Compressed once here at the best level, instead of on every request. */
function precompress() {
  for (const file of walk(DIST, COMPRESSIBLE)) {
    const content = fs.readFileSync(file);
    const quality = { [zlib.constants.BROTLI_PARAM_QUALITY]: 11, [zlib.constants.BROTLI_PARAM_SIZE_HINT]: content.length };
    fs.writeFileSync(`${file}.br`, zlib.brotliCompressSync(content, { params: quality }));
    fs.writeFileSync(`${file}.gz`, zlib.gzipSync(content, { level: 9 }));
  }
}

function swapIn() {
  const old = path.join(STATIC, `.dist-old-${process.pid}`);
  if (fs.existsSync(FINAL)) fs.renameSync(FINAL, old);
  fs.renameSync(DIST, FINAL);
  fs.rmSync(old, { recursive: true, force: true });
}

function report(manifest) {
  for (const [name, file] of Object.entries(manifest)) {
    if (name.startsWith(ICON)) continue;
    const size = fs.statSync(path.join(FINAL, file)).size;
    const brotli = path.join(FINAL, `${file}.br`);
    const compressed = fs.existsSync(brotli) ? `, ${(fs.statSync(brotli).size / 1024).toFixed(1)} KB br` : "";
    console.log(`  ${name.padEnd(44)} ${(size / 1024).toFixed(1)} KB${compressed}`);
  }
}

async function main() {
  const manifest = {};
  fs.rmSync(DIST, { recursive: true, force: true });
  fs.mkdirSync(DIST, { recursive: true });
  try {
    const outputs = await bundle(manifest);
    drawIcons(manifest);
    copyImages(manifest);
    for (const [worker, kept] of Object.entries(WORKERS)) await bundleWorker(manifest, outputs, worker, kept);
    copyPdfFonts();
    precompress();
    const sorted = Object.fromEntries(Object.entries(manifest).sort(([a], [b]) => a.localeCompare(b)));
    fs.writeFileSync(path.join(DIST, "manifest.json"), JSON.stringify(sorted, null, 1) + "\n");
    swapIn();
    report(sorted);
  } finally {
    fs.rmSync(DIST, { recursive: true, force: true });
  }
}

main().catch((error) => {
  console.error(error instanceof BuildError ? error.message : error);
  process.exitCode = 1;
});
