"""Prints the table of TestAdam: torch's Adam on a sum of squares, its rate annealed by a cosine."""
import torch

steps = 12
x = torch.tensor([0.5, -2.0, 3.0, 0.001], dtype=torch.float64, requires_grad=True)
target = torch.tensor([1.0, 1.0, -1.0, 0.0], dtype=torch.float64)
weight = torch.tensor([1.0, 0.01, 100.0, 1.0], dtype=torch.float64)
adam = torch.optim.Adam([x], lr=0.3)
schedule = torch.optim.lr_scheduler.CosineAnnealingLR(adam, T_max=steps)
for step in range(steps):
    adam.zero_grad()
    (weight * (x - target) ** 2 / 2).sum().backward()
    adam.step()
    schedule.step()
    if step in (0, 1, 5, 11):
        print("\t{%d, []float64{%s}}," % (step + 1, ", ".join("%.9f" % v for v in x.tolist())))
