/** Writes protocol-buffer messages: the few wire types that ONNX needs, fields in call order. */
export class ProtobufWriter {
  readonly #chunks: Uint8Array[] = [];
  #pending: number[] = [];

  /** An int32, int64 or enum field; negative values take ten bytes, as the format wants. */
  int(field: number, value: number): this {
    this.#varint(BigInt(field << 3));
    this.#varint(BigInt.asUintN(64, BigInt(value)));
    return this;
  }

  float(field: number, value: number): this {
    this.#varint(BigInt((field << 3) | 5));
    this.#pending.push(...new Uint8Array(Float32Array.of(value).buffer));
    return this;
  }

  /** A bytes field; the array is referenced until `finish`, not copied. */
  bytes(field: number, value: Uint8Array): this {
    this.#varint(BigInt((field << 3) | 2));
    this.#varint(BigInt(value.length));
    this.#flush();
    this.#chunks.push(value);
    return this;
  }

  string(field: number, value: string): this {
    return this.bytes(field, new TextEncoder().encode(value));
  }

  message(field: number, value: ProtobufWriter): this {
    return this.bytes(field, value.finish());
  }

  finish(): Uint8Array {
    this.#flush();
    const size = this.#chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    const result = new Uint8Array(size);
    let offset = 0;
    for (const chunk of this.#chunks) {
      result.set(chunk, offset);
      offset += chunk.length;
    }
    return result;
  }

  #varint(value: bigint): void {
    let rest = value;
    while (rest > 127n) {
      this.#pending.push(Number(rest & 127n) | 128);
      rest >>= 7n;
    }
    this.#pending.push(Number(rest));
  }

  #flush(): void {
    if (this.#pending.length === 0) return;
    this.#chunks.push(Uint8Array.from(this.#pending));
    this.#pending = [];
  }
}
