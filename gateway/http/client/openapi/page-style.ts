/** Colours have a contrast of at least 7:1; nothing depends on colour alone; the page can be printed. */
export const PAGE_STYLE = `
:root { color-scheme: light; --ink: #1b1f24; --dim: #474e57; --line: #c9ced6; --accent: #10406e; --paper: #fff; --shade: #f3f5f8; }
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; font: 1rem/1.55 system-ui, sans-serif; color: var(--ink); background: var(--paper); display: grid; grid-template-columns: 17rem minmax(0, 1fr); grid-template-areas: "header header" "nav main"; }
header { grid-area: header; padding: 1.25rem 2rem; border-bottom: 1px solid var(--line); }
header h1 { margin: 0; font-size: 1.6rem; } header small { font-weight: 400; color: var(--dim); } header p { margin: 0.25rem 0 0; }
nav { grid-area: nav; padding: 1rem 1rem 2rem 2rem; border-right: 1px solid var(--line); font-size: 0.92rem; position: sticky; top: 0; align-self: start; max-height: 100vh; overflow: auto; }
nav ul { list-style: none; margin: 0; padding: 0; } nav ul ul { padding-left: 0.9rem; margin: 0.15rem 0 0.7rem; } nav > ul > li > a { font-weight: 600; }
nav li { margin: 0.2rem 0; }
main { grid-area: main; padding: 1.25rem 2rem 4rem; max-width: 70rem; }
a { color: var(--accent); } a:focus-visible, .wide:focus-visible { outline: 3px solid #b35900; outline-offset: 2px; }
h2 { margin: 2.5rem 0 0.5rem; padding-top: 0.75rem; border-top: 2px solid var(--ink); } h3 { margin: 2rem 0 0.4rem; } h4 { margin: 1.2rem 0 0.4rem; color: var(--dim); }
p { margin: 0.5rem 0; max-width: 46rem; } td p { margin: 0 0 0.3rem; }
code { font: 0.88em/1.4 ui-monospace, monospace; background: var(--shade); padding: 0.05em 0.3em; border-radius: 3px; overflow-wrap: anywhere; }
.route { font-size: 1.05rem; } .wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.92rem; } th, td { text-align: left; vertical-align: top; padding: 0.4rem 0.6rem; border-bottom: 1px solid var(--line); }
thead th { background: var(--shade); } tbody th { font-weight: 400; }
.answers { display: grid; grid-template-columns: 4rem minmax(0, 1fr); margin: 0; } .answers dt { font-weight: 600; padding: 0.35rem 0; border-top: 1px solid var(--line); } .answers dd { margin: 0; padding: 0.35rem 0; border-top: 1px solid var(--line); } .answers dd p { margin: 0 0 0.2rem; } .answers ul { margin: 0.2rem 0; padding-left: 1.2rem; }
.skip { position: absolute; left: -100rem; } .skip:focus { left: 1rem; top: 0.5rem; background: var(--paper); padding: 0.4rem; }
@media (max-width: 60rem) { body { display: block; } nav { position: static; max-height: none; border-right: 0; border-bottom: 1px solid var(--line); padding: 1rem 2rem; } }
@media print { nav, .skip { display: none; } body { display: block; } }
`;
