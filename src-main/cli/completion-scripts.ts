/** One script a shell; each asks the hidden command `__complete`, and offers files where it is silent. */
export const COMPLETION_SCRIPTS = {
  bash: `_pinnerformer() {
  local IFS=$'\\n'
  COMPREPLY=($(pinnerformer __complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _pinnerformer pinnerformer`,

  zsh: `#compdef pinnerformer
_pinnerformer() {
  local -a candidates
  candidates=(\${(f)"$(pinnerformer __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)"})
  if (( \${#candidates} )); then compadd -a candidates; else _files; fi
}
compdef _pinnerformer pinnerformer`,

  fish: `function __pinnerformer_candidates
  set -l words (commandline -opc) (commandline -ct)
  pinnerformer __complete -- $words[2..-1] 2>/dev/null
end
complete -c pinnerformer -a '(__pinnerformer_candidates)'`,
} as const;
