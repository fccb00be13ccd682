// Makes a site of README.md and docs/: the pages keep their places, so that each link works here as it does in the checkout.
import { cpSync, existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const project = resolve(import.meta.dirname, "../../..");
const output = join(project, "target/site");
const libraries = resolve(import.meta.dirname, "../node_modules");

/** What pages link to beside pages; it is put beside them. */
const files = ["bpmn", "ops", "docker-compose.yml", "LICENSE", "docs/assessment.schema.json", "docs/report.schema.json"];

const title = (file) => readFileSync(join(project, file), "utf8").match(/^# (.+)$/m)[1].replaceAll("`", "");

/** Links to pages, by their own titles. */
const pages = (...names) =>
  names.map((name) => ({ text: title(`docs/${name}.md`), link: `/docs/${name}` }));

/** All pages of a folder of docs/. */
const folder = (name) =>
  pages(
    ...readdirSync(join(project, "docs", name))
      .filter((file) => file.endsWith(".md"))
      .sort()
      .map((file) => `${name}/${file.slice(0, -3)}`),
  );

/** The section of docs/process.md about the phase whose model has the task, or the page if several models have it. */
const documentation = (jobType) => {
  const phases = readdirSync(join(project, "bpmn"))
    .filter((file) => file.endsWith(".bpmn"))
    .map((file) => readFileSync(join(project, "bpmn", file), "utf8"))
    .filter((model) => model.includes(`type="${jobType}"`))
    .map((model) => model.match(/<bpmn:process [^>]*name="([^"(]+?)( \([^"]*)?"/)[1]);
  if (phases.length !== 1) {
    return "/docs/process.html";
  }
  if (!readFileSync(join(project, "docs/process.md"), "utf8").includes(`\n## ${phases[0]}\n`)) {
    throw new Error(`docs/process.md has no section "${phases[0]}", where ${jobType} would be explained.`);
  }
  return `/docs/process.html#${phases[0].toLowerCase().replaceAll(" ", "-")}`;
};

/** Where the site will be, if it is known: its element templates then link to its pages. A link in a template must be a whole address. */
const address = process.env.FERRY_SITE_ADDRESS?.replace(/\/+$/, "");

const linkTemplates = () => {
  const templates = join(output, "bpmn/element-templates");
  for (const file of readdirSync(templates)) {
    const page = documentation(file.replace(".json", ""));
    if (address) {
      const template = JSON.parse(readFileSync(join(templates, file), "utf8"));
      template.documentationRef = address + page;
      writeFileSync(join(templates, file), JSON.stringify(template, null, 2) + "\n");
    }
  }
};

const part = (text, link) => ({ text, link: `/docs/guide#${link}` });

export default {
  title: "Ferry",
  description: "Moves BigPicture or BigGantt, with its Jira, from Jira Data Center to Jira Cloud.",
  lang: "en",
  srcDir: project,
  outDir: output,
  cacheDir: join(project, "target/site-cache"),
  // The pages are not below the folder that has the libraries.
  vite: {
    resolve: {
      alias: [
        { find: /^vue\/server-renderer$/, replacement: join(libraries, "vue/server-renderer/index.mjs") },
        { find: /^vue$/, replacement: join(libraries, "vue/index.mjs") },
      ],
    },
  },
  srcExclude: ["src/**", "target/**", "bpmn/**", "ops/**", "**/node_modules/**"],
  rewrites: { "README.md": "index.md", "docs/adr/README.md": "docs/adr/index.md" },
  ignoreDeadLinks: [
    (link) => {
      const target = join(project, link.replace(/^(\.\.?\/)+/, ""));
      return existsSync(target) && files.some((file) => target.startsWith(join(project, file)));
    },
  ],
  themeConfig: {
    search: { provider: "local" },
    outline: [2, 3],
    nav: [
      { text: "Try it", link: "/#try-it" },
      { text: "Guide", link: "/docs/guide" },
      { text: "Troubleshooting", link: "/docs/troubleshooting" },
    ],
    sidebar: [
      { text: "Try it", link: "/" },
      {
        text: "Guide",
        link: "/docs/guide",
        items: [
          part("1. Evaluate", "_1-evaluate"),
          part("2. Plan", "_2-plan"),
          part("3. Rehearse", "_3-rehearse"),
          part("4. Migrate", "_4-migrate"),
          part("5. Verify", "_5-verify"),
          part("6. Clean up", "_6-clean-up"),
        ],
      },
      { text: "Troubleshooting", link: "/docs/troubleshooting" },
      {
        text: "The work in detail",
        items: pages("assess", "inspect", "new-migration", "waves", "process", "modeling", "people", "files", "reminders", "report", "sandbox"),
      },
      {
        text: "Set it up",
        items: pages("operations", "camunda", "credentials", "networks", "security", "roles", "nodes", "monitoring", "kubernetes", "backups"),
      },
      {
        text: "Reference",
        items: pages(
          "commands",
          "reference/settings",
          "api",
          "reference/api",
          "reference/checks",
          "reference/comparisons",
          "answers-of-sites",
          "remote-calls",
          "glossary",
        ),
      },
      { text: "How Ferry is built", collapsed: true, items: [...pages("architecture"), { text: "Decisions", link: "/docs/adr/" }] },
      { text: "Measurements", collapsed: true, items: folder("benchmarks") },
    ],
  },
  buildEnd: () => {
    for (const file of files) {
      cpSync(join(project, file), join(output, file), { recursive: true });
    }
    linkTemplates();
  },
};
