// Writes the bundle and its licence into the package: `npm ci && npm run build` in this folder.
import { copyFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const target = new URL("../../src/firmwatt/report/static/", import.meta.url);
const source = new URL("node_modules/echarts/", import.meta.url);
const limitBytes = 700_000;
const { version } = JSON.parse(readFileSync(new URL("package.json", source)));

mkdirSync(target, { recursive: true });
const outfile = new URL("echarts.min.js", target).pathname;
await build({
  entryPoints: [new URL("entry.js", import.meta.url).pathname],
  bundle: true,
  charset: "utf8",
  define: { "process.env.NODE_ENV": '"production"' },
  format: "iife",
  globalName: "echarts",
  legalComments: "none",
  banner: { js: `/*! Apache ECharts ${version}, Apache-2.0, see echarts.LICENSE.txt and echarts.NOTICE.txt */` },
  minify: true,
  outfile,
  target: "es2019",
});
const code = readFileSync(outfile, "utf8");
if (code.includes("</script")) throw new Error("the bundle holds </script and cannot be inlined");
if (statSync(outfile).size > limitBytes) throw new Error(`the bundle is larger than ${limitBytes} bytes`);
for (const name of ["LICENSE", "NOTICE"]) {
  copyFileSync(new URL(name, source), new URL(`echarts.${name}.txt`, target));
}
writeFileSync(new URL("zrender.LICENSE.txt", target), readFileSync(new URL("node_modules/zrender/LICENSE", import.meta.url)));
console.log(`${outfile}: ${statSync(outfile).size} bytes, ECharts ${version}`);
