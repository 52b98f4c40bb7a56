/** Names of a traced graph's ports: a kind, then the name that the program uses. */
export const PORTS = {
  state: 'state/',
  input: 'input/',
  newState: 'new-state/',
  output: 'output/',
} as const;
