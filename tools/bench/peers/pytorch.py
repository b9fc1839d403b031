"""PyTorch as an engine of the bench: python pytorch.py THREADS [own]. It speaks what tools/bench/protocol.ts describes.

It is meant to be as fast as PyTorch goes on a CPU: whole-sequence modules, batches made beforehand, no Python for each
time step, the loss never read while timing; of several ways to clip and to run Adam the fastest is taken.

With `own` the cell is written by hand: the same equations, one time step after the other, as our learner's cells are.
"""

import json
import sys
import time
import warnings

warnings.filterwarnings("ignore", message="Failed to initialize NumPy")  # it is not needed

import torch
from torch import nn

OWN = len(sys.argv) > 2 and sys.argv[2] == "own"
BLOCK = 0.010  # seconds that a block of steps takes at least, as in protocol.ts
DTYPES = {"F32": torch.float32, "F64": torch.float64}
# How clip_grad_norm_ and Adam loop over parameters.
WAYS = [
    (clip, adam)
    for adam in ({"fused": True}, {"foreach": True}, {"foreach": False})
    for clip in (True, False)
]


def read_safetensors(path):
    with open(path, "rb") as file:
        data = bytearray(file.read())
    length = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + length])
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        start, end = entry["data_offsets"]
        block = data[8 + length + start : 8 + length + end]
        tensors[name] = torch.frombuffer(block, dtype=DTYPES[entry["dtype"]]).reshape(entry["shape"])
    return tensors


class OwnCell(nn.Module):
    """A cell as one writes it by hand, one stacked matrix for all gates; parameters are called as PyTorch's."""

    def __init__(self, cell, input_size, hidden):
        super().__init__()
        self.cell, self.hidden = cell, hidden
        rows = {"rnn": 1, "gru": 3, "lstm": 4}[cell] * hidden
        self.weight_ih_l0 = nn.Parameter(torch.empty(rows, input_size))
        self.weight_hh_l0 = nn.Parameter(torch.empty(rows, hidden))
        self.bias_ih_l0 = nn.Parameter(torch.empty(rows))
        self.bias_hh_l0 = nn.Parameter(torch.empty(rows))

    def forward(self, inputs):
        h = c = inputs.new_zeros(inputs.shape[1], self.hidden)
        states = []
        # The inputs' part does not wait for the memory: all steps at once.
        for from_input in nn.functional.linear(inputs, self.weight_ih_l0, self.bias_ih_l0):
            from_memory = nn.functional.linear(h, self.weight_hh_l0, self.bias_hh_l0)
            if self.cell == "rnn":
                h = torch.tanh(from_input + from_memory)
            elif self.cell == "gru":
                ri, zi, ni = from_input.chunk(3, 1)
                rh, zh, nh = from_memory.chunk(3, 1)
                z = torch.sigmoid(zi + zh)
                h = (1 - z) * torch.tanh(ni + torch.sigmoid(ri + rh) * nh) + z * h
            else:
                i, f, g, o = (from_input + from_memory).chunk(4, 1)
                c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
                h = torch.sigmoid(o) * torch.tanh(c)
            states.append(h)
        return torch.stack(states), None


class Network(nn.Module):
    """The names of its parameters are those of the weights file."""

    def __init__(self, cell, vocab_size, embedding_size, hidden):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_size)
        if OWN:
            self.rnn = OwnCell(cell, embedding_size, hidden)
        else:
            self.rnn = {"rnn": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}[cell](embedding_size, hidden)
        self.readout = nn.Linear(hidden, vocab_size)

    def forward(self, symbols):
        hidden, _ = self.rnn(self.embedding(symbols))
        return self.readout(hidden)


class Trainer:
    def __init__(self, training):
        case = training["case"]
        self.training = training
        self.vocab_size = training["vocabSize"]
        shape = (case["steps"], case["batch"])
        self.batches = [
            (torch.tensor(batch["inputs"]).reshape(shape), torch.tensor(batch["targets"]))
            for batch in training["batches"]
        ]
        self.weights = read_safetensors(training["weights"])
        self.updates = 1
        took = dict.fromkeys(range(len(WAYS)), float("inf"))
        end = time.perf_counter() + training["search"]
        self.way = WAYS[0]
        self.restart()
        self.timed(1)
        # Long steps are tried less often: the ways differ by a small part of them.
        updates = max(1, min(5, int(0.02 / self.timed(1))))
        for round in range(4):  # in turn, so that whatever else the machine does meets all
            if round > 0 and time.perf_counter() > end:
                break
            for i, self.way in enumerate(WAYS):
                self.restart()
                self.run(min(updates, 3))
                took[i] = min(took[i], *(self.timed(updates) for _ in range(min(updates + 1, 4))))
        self.way = WAYS[min(took, key=took.get)]
        self.restart()
        self.updates = self.calibrate(0.2)
        ((option, value),) = self.way[1].items()
        self.detail = f"clip foreach={self.way[0]}, Adam {option}={value}"

    def restart(self):
        training, case = self.training, self.training["case"]
        self.network = Network(
            case["cell"], self.vocab_size, training["embeddingSize"], case["hidden"]
        )
        self.network.load_state_dict(self.weights)
        self.parameters = list(self.network.parameters())
        self.optimizer = torch.optim.Adam(
            self.parameters, lr=training["learningRate"], **self.way[1]
        )
        self.next = 0

    def update(self):
        symbols, targets = self.batches[self.next]
        self.next = (self.next + 1) % len(self.batches)
        self.optimizer.zero_grad(set_to_none=True)
        scores = self.network(symbols)
        loss = nn.functional.cross_entropy(scores.view(-1, self.vocab_size), targets)
        loss.backward()
        nn.utils.clip_grad_norm_(self.parameters, self.training["clip"], foreach=self.way[0])
        self.optimizer.step()
        return loss

    def run(self, updates):
        for _ in range(updates):
            self.update()

    def timed(self, updates):
        """Seconds an update."""
        start = time.perf_counter()
        self.run(updates)
        return (time.perf_counter() - start) / updates

    def calibrate(self, seconds=0.0):
        """How many updates make a block."""
        updates, spent = 1, 0.0
        while True:
            took = self.timed(updates) * updates
            spent += took
            if took >= BLOCK and spent >= seconds:
                return updates
            if took < BLOCK:
                updates = int(updates * min(4, 1.2 * BLOCK / took)) + 1

    def losses(self, updates):
        self.restart()
        return [self.update().item() for _ in range(updates)]

    def time(self, milliseconds):
        self.timed(self.updates)
        end = time.perf_counter() + milliseconds / 1000
        times = [1000 * self.timed(self.updates)]
        while time.perf_counter() < end:
            times.append(1000 * self.timed(self.updates))
        return times


def main():
    torch.set_num_threads(int(sys.argv[1]))
    trainer = None
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if request["ask"] == "prepare":
                trainer = Trainer(request["training"])
                answer = {"detail": trainer.detail}
            elif request["ask"] == "losses":
                answer = {"losses": trainer.losses(request["updates"])}
            else:
                answer = {"times": trainer.time(request["milliseconds"])}
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
