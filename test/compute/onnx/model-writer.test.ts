import { describe, expect, it } from 'vitest';
import { writeOnnxModel } from '../../../src-main/compute/onnx/model-writer.js';
import { ProtobufWriter } from '../../../src-main/compute/onnx/protobuf-writer.js';

describe('ProtobufWriter', () => {
  it('writes the examples of the protocol-buffer documentation', () => {
    // Field 1 = 150 is 08 96 01; field 2 = "testing" is 12 07 …
    expect([...new ProtobufWriter().int(1, 150).finish()]).toEqual([0x08, 0x96, 0x01]);
    expect([...new ProtobufWriter().string(2, 'testing').finish()]).toEqual([
      0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67,
    ]);
    expect([...new ProtobufWriter().message(3, new ProtobufWriter().int(1, 150)).finish()]).toEqual(
      [0x1a, 0x03, 0x08, 0x96, 0x01],
    );
  });

  it('writes −1 in ten bytes and floats little-endian', () => {
    expect([...new ProtobufWriter().int(1, -1).finish()]).toEqual([
      0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01,
    ]);
    expect([...new ProtobufWriter().float(1, 1).finish()]).toEqual([0x0d, 0, 0, 0x80, 0x3f]);
  });

  it('writes field numbers above 15 in two bytes', () => {
    expect([...new ProtobufWriter().int(20, 1).finish()]).toEqual([0xa0, 0x01, 0x01]);
  });
});

describe('writeOnnxModel', () => {
  it('starts with IR version 8 and imports operator set 17', () => {
    const bytes = writeOnnxModel({ name: 'g', nodes: [], constants: [], inputs: [], outputs: [] });
    expect([...bytes.slice(0, 2)]).toEqual([0x08, 8]);
    // opset_import (field 8): an empty domain (field 1) and version 17 (field 2).
    expect(Buffer.from(bytes).includes(Buffer.from([0x42, 0x04, 0x0a, 0x00, 0x10, 17]))).toBe(true);
  });
});
