"""Writes text with an LSTM: python writing.py THREADS. One request a line, as tools/bench/writing.ts says it."""

import json
import sys
import time

import torch

from pytorch import Network, read_safetensors


def write(network, first, draws):
    """Symbols drawn one after another by these numbers between 0 and 1, each read before the next."""
    symbol, state, written = torch.tensor([[first]]), None, []
    for draw in draws:
        hidden, state = network.rnn(network.embedding(symbol), state)
        odds = torch.softmax(network.readout(hidden[0, 0]), 0).cumsum(0)
        chosen = min(int(torch.searchsorted(odds, draw)), len(odds) - 1)
        written.append(chosen)
        symbol = torch.tensor([[chosen]])
    return written


def main():
    torch.set_num_threads(int(sys.argv[1]))
    network = None
    for line in sys.stdin:
        request = json.loads(line)
        if network is None:
            network = Network("lstm", request["vocabSize"], request["embeddingSize"], request["hidden"])
            network.load_state_dict(read_safetensors(request["weights"]))
        with torch.inference_mode():
            start = time.perf_counter()
            written = write(network, request["first"], request["draws"])
            seconds = time.perf_counter() - start
        print(json.dumps({"written": written, "seconds": seconds}), flush=True)


if __name__ == "__main__":
    main()
