"""A plain PyTorch training loop over one epoch: every sequence padded to M, every block at every position,
pins gathered for every position, one pool column for each negative. The batches are those of the bench.

One JSON line when ready, then one for each line read (how many batches); q ends it.
usage: epoch.py EPOCH.json THREADS
"""

import json
import math
import os
import sys
import time

path, threads = sys.argv[1], int(sys.argv[2])
for variable in ("OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = str(threads)

import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(threads)
torch.manual_seed(1)

with open(path) as file:
    epoch = json.load(file)
size = epoch["model"]
H, L, M, D = size["hidden"], size["layers"], size["length"], size["dimension"]
heads, E = size["heads"], epoch["width"]
pin_of = torch.tensor(epoch["pin"])
at = torch.tensor(epoch["atMs"], dtype=torch.float64) / 1000
pins = torch.tensor(epoch["pins"]).view(-1, E)
corpus = torch.tensor(epoch["corpus"])
draws = torch.tensor(epoch["draws"]).clamp(min=0.5)
share = draws / draws.sum()

HOUR, DAY = 3600.0, 86400.0
ABSOLUTE = torch.tensor(
    [h * HOUR for h in (0.25, 0.5, 0.75, 1, 2, 4, 8, 16)] + [d * DAY for d in (1, 7, 28, 365)],
    dtype=torch.float64,
)
RELATIVE = torch.tensor([(28 * DAY) ** (i / 31) for i in range(32)], dtype=torch.float64)


def angles(seconds, periods):
    return (seconds[..., None] / periods % 1 * 2 * math.pi).float()


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(H), nn.LayerNorm(H)
        self.qkv, self.out = nn.Linear(H, 3 * H), nn.Linear(H, H)
        self.ffn = nn.Sequential(nn.Linear(H, 4 * H), nn.GELU(), nn.Linear(4 * H, H))

    def forward(self, x, mask):
        B = x.shape[0]
        q, k, v = self.qkv(self.norm1(x)).view(B, M, 3, heads, H // heads).permute(2, 0, 3, 1, 4)
        o = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        x = x + self.out(o.transpose(1, 2).reshape(B, M, H))
        return x + self.ffn(self.norm2(x))


class PinnerFormer(nn.Module):
    def __init__(self):
        super().__init__()
        self.phase = nn.Parameter(torch.zeros(76))
        self.input = nn.Linear(E + 152 + 3, H)
        self.position = nn.Parameter(torch.randn(M, H) * 0.1)
        self.blocks = nn.ModuleList([Block() for _ in range(L)])
        self.head = nn.Sequential(nn.LayerNorm(H), nn.Linear(H, 4 * H), nn.GELU(), nn.Linear(4 * H, D))
        self.tower = nn.Sequential(nn.Linear(E, 4 * D), nn.GELU(), nn.Linear(4 * D, D))
        self.theta = nn.Parameter(torch.tensor(math.log(0.04)))

    def users(self, batch):
        turned = batch["angles"] + self.phase
        x = torch.cat([batch["pins"], turned.cos(), turned.sin(), batch["logs"]], -1)
        x = self.input(x) + self.position
        for block in self.blocks:
            x = block(x, batch["mask"])
        return F.normalize(self.head(x), dim=-1)

    def forward(self, batch):
        users = self.users(batch)[batch["sequence"], batch["column"]]
        vectors = F.normalize(self.tower(pins[batch["pool"]]), dim=-1)
        logits = users @ vectors.t() / (0.01 + self.theta.exp())
        own = torch.arange(len(users))
        rows = len(users)
        user, pin = batch["user"], batch["pool"]
        same_user = torch.zeros_like(logits, dtype=torch.bool)
        same_user[:, :rows] = user[:, None] == user[None, :]
        engaged = torch.zeros(int(user.max()) + 1, len(pins), dtype=torch.bool)
        engaged[user, pin[:rows]] = True
        same_user[:, rows:] = engaged[user][:, pin[rows:]]
        masked = same_user | (pin[:rows, None] == pin[None, :])
        masked[own, own] = False
        logits = (logits - batch["log_q"]).masked_fill(masked, -1e9)
        return (F.cross_entropy(logits, own, reduction="none") * batch["weight"]).sum()


def prepare(drawn):
    user, start, end, sequence, action, positive = (torch.tensor(column) for column in drawn)
    count = end - start
    column = torch.arange(M)
    index = end[:, None] - M + column  # [B, M]
    real = column >= M - count[:, None]
    index = torch.where(real, index, start[:, None])
    seconds = at[index]
    since = at[end - 1][:, None] - seconds
    gap = torch.zeros_like(seconds)
    gap[:, 1:] = (seconds[:, 1:] - seconds[:, :-1]).clamp(min=0)
    causal = torch.tril(torch.ones(M, M, dtype=torch.bool))
    mask = (causal & real[:, None, :]) | torch.eye(M, dtype=torch.bool)
    random = corpus[torch.randint(len(corpus), (epoch["random"],))]
    pool = torch.cat([positive, random])
    users = torch.unique(user, return_inverse=True)[1]
    distinct = int(users.max()) + 1
    row_user = users[sequence]
    per_user = torch.bincount(row_user, minlength=distinct)
    expected = len(positive) * (1 - 1 / distinct) * share + len(random) / len(corpus)
    return {
        "pins": pins[pin_of[index]],
        "angles": torch.cat([angles(seconds, ABSOLUTE), angles(since, RELATIVE), angles(gap, RELATIVE)], -1),
        "logs": torch.stack([seconds.log1p(), since.log1p(), gap.log1p()], -1).float(),
        "mask": mask[:, None],
        "sequence": sequence,
        "column": M - (end[sequence] - action),
        "pool": pool,
        "log_q": expected[pool].log(),
        "user": row_user,
        "weight": 1.0 / (distinct * per_user[row_user].float()),
    }


model = PinnerFormer()
optimizer = torch.optim.Adam(model.parameters(), lr=epoch["learningRate"], fused=True)


def step(drawn):
    loss = model(prepare(drawn))
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    return loss.item()


step(epoch["batches"][0])
print(json.dumps({"torch": torch.__version__}), flush=True)
done = 0
for line in sys.stdin:
    if line.strip() == "q":
        break
    start = time.perf_counter()
    losses = []
    for _ in range(int(line)):
        losses.append(step(epoch["batches"][done % len(epoch["batches"])]))
        done += 1
    milliseconds = (time.perf_counter() - start) * 1e3
    print(json.dumps({"milliseconds": milliseconds, "losses": losses}), flush=True)
