// Types, zod schemas and functions that judge each request and each answer by them.
export default {
  input: process.env.DOCUMENT,
  logs: { file: false },
  output: { path: "generated", module: { extension: ".js" } },
  plugins: ["@hey-api/typescript", "@hey-api/client-fetch", "zod", { name: "@hey-api/sdk", validator: true }],
};
