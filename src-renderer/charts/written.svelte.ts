/** True while the notebook is written to a file: charts then say what a pointer would ask the page for. */
export const written = $state({ now: false });
