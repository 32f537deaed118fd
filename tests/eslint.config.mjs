// How the scripts of the map and of the page are checked: their parts joined, as a browser gets them.
import js from "@eslint/js";
import globals from "globals";

export default [
  js.configs.recommended,
  {
    languageOptions: { sourceType: "script", globals: { ...globals.browser, L: "readonly" } },
    rules: {
      eqeqeq: "error",
      "no-unused-vars": ["error", { vars: "local" }],
      "no-var": "error",
      "prefer-const": "error",
    },
  },
];
