"""Makes the fixtures beside it: what PyTorch's recurrent layers compute, for our cells to be compared with.

    pip install torch==2.13.0 numpy safetensors
    python data/pytorch/make_fixtures.py

Each file holds, in float64: the weights under PyTorch's own names, `input`, the initial state, `output`, the
last state, `weighting` (the loss is the sum of output ∘ weighting plus the sum of the last cell state), and
`grad.NAME` of the loss by everything.
"""

from pathlib import Path

import torch
from safetensors.torch import save_file

SEED = 20
HERE = Path(__file__).parent

# name, class, options, (timeSteps, batch, inputSize, hiddenSize)
CASES = [
    (f"{name}_{'x'.join(map(str, sizes))}", cls, options, sizes)
    for name, cls, options in [
        ("rnn_tanh", torch.nn.RNN, {}),
        ("rnn_relu", torch.nn.RNN, {"nonlinearity": "relu"}),
        ("lstm", torch.nn.LSTM, {}),
        ("gru", torch.nn.GRU, {}),
    ]
    for sizes in [(1, 1, 1, 1), (6, 1, 3, 5), (7, 3, 4, 16), (5, 9, 10, 13)]
] + [
    ("lstm_2_layers_5x3x4x6", torch.nn.LSTM, {"num_layers": 2}, (5, 3, 4, 6)),
    ("gru_2_layers_5x3x4x6", torch.nn.GRU, {"num_layers": 2}, (5, 3, 4, 6)),
    ("lstm_bidirectional_5x3x4x6", torch.nn.LSTM, {"bidirectional": True}, (5, 3, 4, 6)),
]


def metadata() -> dict[str, str]:
    return {
        "torch": torch.__version__.split("+")[0],
        "seed": str(SEED),
        "generator": "data/pytorch/make_fixtures.py",
    }


def layers() -> None:
    for name, cls, options, (time_steps, batch, input_size, hidden_size) in CASES:
        torch.manual_seed(SEED)
        layer = cls(input_size, hidden_size, **options).double()
        count = options.get("num_layers", 1) * (2 if options.get("bidirectional") else 1)
        x = torch.randn(time_steps, batch, input_size, dtype=torch.float64, requires_grad=True)
        h0 = torch.randn(count, batch, hidden_size, dtype=torch.float64, requires_grad=True)
        c0 = torch.randn(count, batch, hidden_size, dtype=torch.float64, requires_grad=True)
        tensors = {"input": x, "h0": h0}
        if cls is torch.nn.LSTM:
            tensors["c0"] = c0
            output, (h_n, c_n) = layer(x, (h0, c0))
        else:
            output, h_n = layer(x, h0)
            c_n = torch.zeros(())
        weighting = torch.randn_like(output)
        ((output * weighting).sum() + c_n.sum()).backward()
        tensors |= dict(layer.named_parameters())
        result = {key: value.detach().contiguous() for key, value in tensors.items()}
        result |= {f"grad.{key}": value.grad.contiguous() for key, value in tensors.items()}
        result |= {"output": output.detach().contiguous(), "h_n": h_n.detach().contiguous()}
        result |= {"weighting": weighting}
        if cls is torch.nn.LSTM:
            result["c_n"] = c_n.detach().contiguous()
        save_file(result, HERE / f"{name}.safetensors", metadata())


def optimizers() -> None:
    """Six steps of each optimizer on given derivatives, clipped to a norm of 2: the parameter after each."""
    torch.manual_seed(SEED)
    start = torch.randn(7, dtype=torch.float64)
    gradients = torch.randn(6, 7, dtype=torch.float64)
    result = {"start": start, "gradients": gradients}
    for name, make in [
        ("sgd", lambda p: torch.optim.SGD([p], lr=0.1)),
        ("momentum", lambda p: torch.optim.SGD([p], lr=0.1, momentum=0.9)),
        ("adam", lambda p: torch.optim.Adam([p], lr=0.1)),
    ]:
        p = torch.nn.Parameter(start.clone())
        optimizer = make(p)
        after = []
        for gradient in gradients:
            p.grad = gradient.clone()
            torch.nn.utils.clip_grad_norm_([p], 2.0)
            optimizer.step()
            after.append(p.detach().clone())
        result[name] = torch.stack(after)
    save_file(result, HERE / "optimizers.safetensors", metadata())


if __name__ == "__main__":
    layers()
    optimizers()
