"""PyTorch: the tutorial's own loop, as it stands (eager) or with the loss compiled, its backward pass with it (compile)."""

import sys

from common import main

COMPILED = sys.argv[1] == "compile"


def start(rows, features, targets=1):
    import torch

    torch.backends.cuda.matmul.allow_tf32 = False
    torch.manual_seed(0)
    torch._dynamo.reset()  # or what was compiled for the last shape keeps its data alive
    torch.cuda.empty_cache()
    X = torch.empty(rows, features, device="cuda").uniform_(-2, 2)
    w = torch.empty(targets, features, device="cuda").uniform_(0.5, 1.5)
    b = torch.full((targets,), 1.25, device="cuda")
    y = X @ w.T + b

    def loss_of(W, b):
        pred = X @ W.T + b
        return ((pred - y) ** 2).mean()

    loss_function = torch.compile(loss_of, dynamic=False) if COMPILED else loss_of

    def train(epochs, rate):
        W = torch.zeros(targets, features, device="cuda", requires_grad=True)
        b = torch.zeros(targets, device="cuda", requires_grad=True)
        rate *= targets  # the mean is over all of them, and so is its gradient
        for _ in range(epochs):
            loss = loss_function(W, b)
            loss.backward()
            with torch.no_grad():
                W -= rate * W.grad
                b -= rate * b.grad
                W.grad.zero_()
                b.grad.zero_()
        torch.cuda.synchronize()
        return numbers(W, b)

    return train, *numbers(w, b)


def numbers(W, b):
    """All but the last, and the last, as the check wants them."""
    *others, last = [*W.flatten().tolist(), *b.tolist()]
    return others, last


if __name__ == "__main__":
    main("torch.compile" if COMPILED else "PyTorch eager", "torch", start, sys.argv[2:])
