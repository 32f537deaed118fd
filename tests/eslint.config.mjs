// How the map's script is checked: the parts of tenuremix/map/assets joined, as they stand in a page.
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
