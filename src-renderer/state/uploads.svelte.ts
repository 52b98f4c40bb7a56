import { UPLOAD_PATH, type Upload, type UploadRefusal } from '../../src-main/contract/shell.js';

/** One file on its way to the workspace. */
export interface Sending {
  readonly id: number;
  readonly name: string;
  readonly bytes: number;
  readonly sent: number;
}

/** Files that a browser sends to the server, since it does not tell where they lie. */
export class Uploads {
  /** What is under way, oldest first. */
  sending = $state.raw<readonly Sending[]>([]);
  #requests = new Map<number, XMLHttpRequest>();
  #next = 1;

  /** Path of the file on the server; null when it was cancelled. Rejects with a sentence that a person can act on. */
  async send(file: File): Promise<string | null> {
    const id = this.#next++;
    // fetch does not tell how much has been sent.
    const request = new XMLHttpRequest();
    this.#requests.set(id, request);
    this.sending = [...this.sending, { id, name: file.name, bytes: file.size, sent: 0 }];
    request.upload.onprogress = ({ loaded }) => {
      this.sending = this.sending.map(each => (each.id === id ? { ...each, sent: loaded } : each));
    };
    try {
      return await new Promise<string | null>((resolve, reject) => {
        request.onload = () => {
          const answer = answerOf(request);
          if ('path' in answer) resolve(answer.path);
          else reject(new Error(`${answer.message} ${answer.remedy ?? ''}`.trim()));
        };
        request.onerror = () =>
          reject(new Error(`${file.name} could not be sent: the server is not there. Try again.`));
        request.onabort = () => resolve(null);
        request.open('PUT', `${UPLOAD_PATH}?name=${encodeURIComponent(file.name)}`);
        request.send(file);
      });
    } finally {
      this.#requests.delete(id);
      this.sending = this.sending.filter(each => each.id !== id);
    }
  }

  /** Whatever has been sent of it is thrown away. */
  cancel(id: number): void {
    this.#requests.get(id)?.abort();
  }
}

function answerOf({ responseText, status }: XMLHttpRequest): Upload | UploadRefusal {
  try {
    return JSON.parse(responseText);
  } catch {
    return { code: 'UNAVAILABLE', message: `the server refused the file (${status}).` };
  }
}

/** One for the page: an upload goes on when the view that began it closes. */
export const uploads = new Uploads();
