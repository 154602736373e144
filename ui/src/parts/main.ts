import "@fontsource/noto-sans-sc/400.css";
import "@fontsource/noto-sans-sc/700.css";
import "@fontsource/noto-serif-sc/700.css";
import "../styles/tokens.css";
import "../styles/components.css";
import { mount } from "svelte";
import Parts from "./Parts.svelte";

const target = document.getElementById("app");
if (!target) throw new Error("the page has no place for the parts");
mount(Parts, { target });
