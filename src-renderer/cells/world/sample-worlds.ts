/** Worlds that are offered before one is made; sizes as `world --size` knows them. */
export const sampleWorlds: readonly {
  readonly size: string;
  readonly title: string;
  readonly about: string;
}[] = [
  { size: 'tiny', title: 'Tiny', about: '200 users, 1 500 pins; trains in a minute' },
  { size: 'small', title: 'Small', about: '3 000 users; claims can be decided' },
  { size: 'medium', title: 'Medium', about: 'for an evening, or a GPU' },
];
