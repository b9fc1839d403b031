"""Makes the .safetensors files beside it: Keras's own recurrent layers, their weights as Keras keeps them, and outputs.

pip install keras==3.15.1 numpy scipy safetensors
KERAS_BACKEND=numpy python make_fixtures.py

A file holds, of a layer with random weights, biases included: kernel, recurrent_kernel and bias (and embeddings), the
input [batch, time, input] and the output at every step, [batch, time, units], as Keras works it out.
"""

import os
import pathlib

os.environ["KERAS_BACKEND"] = "numpy"
import keras
import numpy as np
from safetensors.numpy import save_file

BATCH, STEPS, INPUTS, UNITS = 2, 6, 3, 4
LAYERS = {
    "simple_rnn": lambda: keras.layers.SimpleRNN(UNITS, return_sequences=True),
    "lstm": lambda: keras.layers.LSTM(UNITS, return_sequences=True),
    "gru": lambda: keras.layers.GRU(UNITS, return_sequences=True),
}

here = pathlib.Path(__file__).parent
for name, make in LAYERS.items():
    random = np.random.default_rng(0)
    layer = make()
    x = random.standard_normal((BATCH, STEPS, INPUTS)).astype("float32")
    layer(x)
    layer.set_weights([random.standard_normal(w.shape).astype("float32") / 2 for w in layer.weights])
    tensors = {w.name: np.ascontiguousarray(w.numpy()) for w in layer.weights}
    tensors |= {"input": x, "output": np.ascontiguousarray(np.asarray(layer(x), dtype="float32"))}
    save_file(tensors, str(here / f"{name}.safetensors"), {"keras": keras.__version__, "numpy": np.__version__})
