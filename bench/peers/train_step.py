"""The train step in PyTorch: the same model, batch and start as ours, read from a folder that the bench
wrote, with the last block only at the positions that the loss reads, fused attention and fused Adam.

One JSON line when ready, then one for each line read (how many repetitions); q ends it.
usage: train_step.py FOLDER THREADS eager|compile float32|bfloat16
"""

import contextlib
import json
import math
import os
import resource
import sys
import time

folder, threads, mode, precision = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]
for variable in ("OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = str(threads)

import numpy
import torch
import torch.nn.functional as F

torch.set_num_threads(threads)

with open(f"{folder}/fixture.json") as file:
    fixture = json.load(file)
elements = numpy.fromfile(f"{folder}/fixture.bin", dtype=numpy.float32)


def read(entry):
    count = math.prod(entry["shape"])
    values = elements[entry["first"] : entry["first"] + count]
    if entry["dtype"] == "int32":
        values = values.view(numpy.int32).astype(numpy.int64)
    return torch.from_numpy(values.reshape(entry["shape"]).copy())


p = {name: torch.nn.Parameter(read(entry)) for name, entry in fixture["parameters"].items()}
batch = {name: read(entry) for name, entry in fixture["inputs"].items()}
H, L, heads = fixture["hidden"], fixture["layers"], fixture["heads"]
U, M, S, W = fixture["users"], fixture["length"], fixture["queries"], fixture["poolPins"]
head = H // heads

# What the host prepares in ours too: one row of features an action.
host = torch.cat(
    [
        batch["g0.phases"],
        batch["g0.scalars"],
        F.one_hot(batch["g0.type"].flatten(), p["typeTable"].shape[0]).float(),
        F.one_hot(batch["g0.surface"].flatten(), p["surfaceTable"].shape[0]).float(),
    ],
    1,
)
pin_index = batch["g0.pin"].flatten()
query = batch["g0.query"]
queried = (query + torch.arange(U)[:, None] * M).flatten()


def small_weights():
    cosines, sines = [], []
    for name in ("timestamp", "sinceLatest", "gap"):
        w, phase = p[f"input.{name}"], p[f"phase.{name}"]
        count = phase.shape[1]
        first, second = phase[0][:, None], phase[1][:, None]
        cosines.append(first.cos() * w[:count] + second.sin() * w[count:])
        sines.append(second.cos() * w[count:] - first.sin() * w[:count])
    scalars = [p[f"input.log.{name}"] for name in ("duration", "timestamp", "sinceLatest", "gap")]
    categories = [p[f"{name}Table"] @ p[f"input.{name}"] for name in ("type", "surface")]
    return torch.cat(cosines + sines + scalars + categories)


def norm(x, name):
    return F.layer_norm(x, (H,), p[f"{name}.gain"], p[f"{name}.bias"], 1e-5)


def mlp(x, name):
    inner = F.gelu(torch.addmm(p[f"{name}.b1"], x, p[f"{name}.w1"]))
    return torch.addmm(p[f"{name}.b2"], inner, p[f"{name}.w2"])


def l2(x):
    return x * torch.rsqrt((x * x).sum(-1, keepdim=True) + 1e-12)


def mask_of(columns):
    keys = torch.arange(M)
    past = keys <= columns[:, None, :, None]
    real = keys >= (M - batch["g0.count"])[:, None, None, None]
    return torch.zeros(()).masked_fill(~(past & real), -1e9)


def block(x, name, mask, rows):
    normed = norm(x, f"{name}.attentionNorm")
    asking = normed if rows is None else normed[rows]
    asked = M if rows is None else S
    q = torch.addmm(p[f"{name}.query.b"], asking, p[f"{name}.query.w"])
    k, v = (normed @ p[f"{name}.keyValue.w"]).split(H, 1)
    v = v + p[f"{name}.value.b"]
    q = q.view(U, asked, heads, head).transpose(1, 2)
    k, v = (each.reshape(U, M, heads, head).transpose(1, 2) for each in (k, v))
    o = F.scaled_dot_product_attention(q, k, v, attn_mask=mask.to(q.dtype))
    o = o.transpose(1, 2).reshape(U * asked, H)
    kept = x if rows is None else x[rows]
    u = kept + torch.addmm(p[f"{name}.attentionOut.b"], o, p[f"{name}.attentionOut.w"])
    return u + mlp(norm(u, f"{name}.feedForwardNorm"), f"{name}.feedForward")


def loss():
    x = torch.addmm(p["input.b"], host, small_weights()) + batch["pins"][pin_index] @ p["input.pin"]
    x = (x.view(U, M, H) + p["positions"]).view(U * M, H)
    causal = mask_of(torch.arange(M)[None].expand(U, M))
    for layer in range(L - 1):
        x = block(x, f"block{layer}", causal, None)
    x = block(x, f"block{L - 1}", mask_of(query), queried)
    users = l2(mlp(norm(x, "userHead.norm"), "userHead"))[batch["rowSlot"]]
    vectors = l2(mlp(batch["pool"], "pinTower"))
    temperature = p["temperature"].exp() + fixture["temperatureFloor"]
    scores = (users / temperature) @ vectors.t()
    target = batch["rowTarget"][:, None]
    own = scores.gather(1, target).float() + batch["rowTargetBias"][:, None]
    owner = batch["rowUser"]
    logits = (scores.float() + batch["poolBias"]).scatter_add(
        1, batch["userPositive"][owner], batch["userPositiveBias"][owner]
    )
    logits = logits.scatter(1, target, own)
    each = F.cross_entropy(logits, batch["rowTarget"], reduction="none")
    return (each * batch["rowWeight"]).sum()


optimizer = torch.optim.Adam(p.values(), lr=fixture["learningRate"], fused=True)
forward = torch.compile(loss, dynamic=False) if mode == "compile" else loss


def precise():
    if precision == "bfloat16":
        return torch.autocast("cpu", dtype=torch.bfloat16)
    return contextlib.nullcontext()


def step():
    optimizer.zero_grad(set_to_none=True)
    with precise():
        value = forward()
    value.backward()
    torch.nn.utils.clip_grad_norm_(p.values(), fixture["clipNorm"])
    optimizer.step()
    return value.item()


start = time.perf_counter()
losses = [step() for _ in range(3)]
ready = {
    "torch": torch.__version__,
    "losses": losses,
    "readySeconds": time.perf_counter() - start,
    "capability": torch.backends.cpu.get_cpu_capability(),
}
print(json.dumps(ready), flush=True)

for line in sys.stdin:
    if line.strip() == "q":
        break
    milliseconds = []
    before = time.process_time()
    for _ in range(int(line)):
        start = time.perf_counter()
        step()
        milliseconds.append((time.perf_counter() - start) * 1e3)
    answer = {
        "milliseconds": milliseconds,
        "cpuMilliseconds": (time.process_time() - before) * 1e3,
        "peakMemoryMB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(answer), flush=True)
