import type { CommandModel, Value } from './command-model.ts';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** The completion script of a shell. It holds the whole program and calls nothing while somebody types. */
export function completionScript(shell: Shell, commands: readonly CommandModel[]): string {
  if (shell === 'bash') return bashScript(commands);
  return shell === 'zsh' ? zshScript(commands) : fishScript(commands);
}

function bashScript(commands: readonly CommandModel[]): string {
  const paths = commands.filter(({ path }) => path !== '').map(({ path }) => `'${path}'`);
  const valued = commands.flatMap(({ path, options }) =>
    options.flatMap(({ flag, value }) => (value === undefined ? [] : [{ place: `${path}:${flag}`, value }])),
  );
  return `# Completion of valija for bash. In ~/.bashrc: source <(valija completion bash)
_valija() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command='' word i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="\${command:+$command }\${COMP_WORDS[i]}"
    case "$word" in
      ${paths.join('|')}) command="$word" ;;
    esac
  done
  case "$command:$previous" in
${valued.map(({ place, value }) => `    '${place}') ${bashValues(value)}; return ;;`).join('\n')}
  esac
  if [[ "$current" == -* ]]; then
    case "$command" in
${commands.map(({ path, options }) => `      '${path}') ${bashWords(options.map(({ flag }) => flag))} ;;`).join('\n')}
    esac
    return
  fi
  case "$command" in
${commands.map((command) => `    '${command.path}') ${bashOperand(command)} ;;`).join('\n')}
  esac
}
complete -F _valija valija
`;
}

function bashOperand({ subcommands, operand }: CommandModel): string {
  if (subcommands.length > 0) return bashWords(subcommands.map(({ name }) => name));
  // Options that take several files go on after the first one.
  return bashValues(operand ?? { kind: 'file' });
}

function bashValues(value: Value): string {
  if (value.kind === 'word') return bashWords(value.choices);
  const files = `mapfile -t COMPREPLY < <(compgen ${value.kind === 'folder' ? '-d' : '-f'} -- "$current")`;
  return `compopt -o filenames 2>/dev/null; ${files}`;
}

function bashWords(words: readonly string[]): string {
  return words.length === 0 ? ':' : `mapfile -t COMPREPLY < <(compgen -W '${words.join(' ')}' -- "$current")`;
}

function zshScript(commands: readonly CommandModel[]): string {
  return `#compdef valija
# Completion of valija for zsh: write it to a file _valija in a folder of $fpath, or in ~/.zshrc: source <(valija completion zsh)
_valija() {
  local command='' word i
  for ((i = 2; i < CURRENT; i++)); do
    word="\${command:+$command }\${words[i]}"
    case "$word" in
      ${commands.flatMap(({ path }) => (path === '' ? [] : [`${quoted(path)}`])).join('|')}) command="$word" ;;
    esac
  done
  case "$command" in
${commands.map((command) => zshCommand(command)).join('\n')}
  esac
}
compdef _valija valija
`;
}

function zshCommand({ path, options, operand, subcommands }: CommandModel): string {
  const flags = options.map(({ flag, description, value }) =>
    quoted(`*${flag}[${description.replaceAll(/[[\]:\\]/g, ' ')}]${value === undefined ? '' : `:value:${zshValue(value)}`}`),
  );
  const words = subcommands.map(({ name, description }) => `${name}\\:${quotedWords(description)}`);
  const rest = subcommands.length > 0 ? `*:command:((${words.join(' ')}))` : `*:operand:${zshValue(operand ?? { kind: 'file' })}`;
  return `    ${quoted(path)}) _arguments ${[...flags, quoted(rest)].join(' ')} ;;`;
}

function zshValue(value: Value): string {
  if (value.kind === 'file') return '_files';
  if (value.kind === 'folder') return '_files -/';
  return value.choices.length === 0 ? ' ' : `(${value.choices.join(' ')})`;
}

function quotedWords(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9]/g, (character) => `\\${character}`);
}

function fishScript(commands: readonly CommandModel[]): string {
  const lines = commands.flatMap(({ path, options, operand, subcommands }) => {
    const place = `-n '__valija_is "${path}"'`;
    return [
      ...subcommands.map(({ name, description }) => `complete -c valija -f ${place} -a ${name} -d ${fishQuoted(description)}`),
      ...options.map(
        ({ flag, description, value }) =>
          `complete -c valija ${place} -l ${flag.slice(2)} -d ${fishQuoted(description)}${value === undefined ? '' : ` -r ${fishValue(value)}`}`,
      ),
      ...(operand?.kind === 'word' ? [`complete -c valija -f ${place} -a ${fishQuoted(operand.choices.join(' '))}`] : []),
    ];
  });
  return `# Completion of valija for fish: write it to ~/.config/fish/completions/valija.fish
set -g __valija_paths ${commands.flatMap(({ path }) => (path === '' ? [] : [quoted(path)])).join(' ')}
function __valija_is
  set -l command ''
  for word in (commandline -opc)[2..-1]
    set -l longer (string trim "$command $word")
    contains -- "$longer" $__valija_paths; and set command "$longer"
  end
  test "$command" = "$argv[1]"
end
${lines.join('\n')}
`;
}

function fishValue(value: Value): string {
  if (value.kind === 'file') return '-F';
  if (value.kind === 'folder') return "-f -a '(__fish_complete_directories)'";
  return `-f${value.choices.length === 0 ? '' : ` -a ${fishQuoted(value.choices.join(' '))}`}`;
}

/** In single quotes as sh, bash and zsh read them. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function fishQuoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
