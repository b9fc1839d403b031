"""The marked-recall sweep on PyTorch: python sweep.py PROCESSES. Reads one sweep a line as JSON, answers with one line.

Each process has one thread and takes the next training as soon as it is free; processes live on from sweep to sweep, so
that starting them costs nothing. Batches are drawn by whole-tensor operations, the answer is read out at the last step
only, and of several ways to clip and to run Adam the fastest is taken.
"""

import json
import multiprocessing
import sys
import time

import pytorch  # first: it silences a warning
import torch
from torch import nn

STEPS, COUNTRIES, MARKED = 40, 4, 10
ROWS = torch.eye(COUNTRIES, COUNTRIES + 1)
MODULES = {"rnn": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}


def sample(generator, batch):
    """One-hot countries and, beside them, the mark at one of the first ten steps; asked for is the country there."""
    countries = torch.randint(0, COUNTRIES, (STEPS, batch), generator=generator)
    marks = torch.randint(0, MARKED, (batch,), generator=generator)
    members = torch.arange(batch)
    inputs = ROWS[countries]
    inputs[marks, members, COUNTRIES] = 1
    return inputs, countries[marks, members]


class Recall(nn.Module):
    def __init__(self, cell, hidden):
        super().__init__()
        self.rnn = MODULES[cell](COUNTRIES + 1, hidden)
        self.readout = nn.Linear(hidden, COUNTRIES)

    def forward(self, inputs):
        hidden, _ = self.rnn(inputs)
        return self.readout(hidden[-1])


def train(job):
    """One training; returns its accuracy on 512 new sequences."""
    torch.manual_seed(job["seed"])
    generator = torch.Generator().manual_seed(job["seed"])
    network = Recall(job["cell"], job["hidden"])
    clip_foreach, adam = pytorch.WAYS[job["way"]]
    parameters = list(network.parameters())
    optimizer = torch.optim.Adam(parameters, lr=job["learningRate"], **adam)
    for _ in range(job["updates"]):
        inputs, answers = sample(generator, job["batch"])
        optimizer.zero_grad(set_to_none=True)
        nn.functional.cross_entropy(network(inputs), answers).backward()
        nn.utils.clip_grad_norm_(parameters, 1.0, foreach=clip_foreach)
        optimizer.step()
    with torch.no_grad():
        inputs, answers = sample(generator, 512)
        accuracy = (network(inputs).argmax(1) == answers).float().mean().item()
    return accuracy


def fastest_way(job):
    took = dict.fromkeys(range(len(pytorch.WAYS)), float("inf"))
    for _ in range(4):
        for way in took:
            start = time.perf_counter()
            train({**job, "way": way, "updates": 10})
            took[way] = min(took[way], time.perf_counter() - start)
    return min(took, key=took.get)


def begin():
    torch.set_num_threads(1)


def main():
    processes = int(sys.argv[1])
    ways = {}
    with multiprocessing.get_context("spawn").Pool(processes, begin) as pool:
        for line in sys.stdin:
            jobs = json.loads(line)
            for job in jobs:
                if job["cell"] not in ways:
                    ways[job["cell"]] = pool.apply(fastest_way, (job,))
                job["way"] = ways[job["cell"]]
            pool.map(train, [{**jobs[0], "updates": 3}] * processes, chunksize=1)
            start = time.perf_counter()
            accuracies = pool.map(train, jobs, chunksize=1)
            seconds = time.perf_counter() - start
            print(json.dumps({"seconds": seconds, "accuracies": accuracies}), flush=True)


if __name__ == "__main__":
    main()
