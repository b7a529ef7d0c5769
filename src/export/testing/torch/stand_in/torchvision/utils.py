"""save_image, for batches of pictures and for one."""

import torch
from PIL import Image


def save_image(pictures, path, nrow=8, normalize=False, value_range=(0, 1)):
    if pictures.dim() == 3:
        pictures = pictures[None]
    low, high = value_range if normalize else (0, 1)
    pictures = ((pictures - low) / (high - low)).clamp(0, 1)[:, :3].expand(-1, 3, -1, -1)
    rows = [torch.cat(list(row), 2) for row in pictures.split(nrow) if len(row) == min(nrow, len(pictures))]
    values = (255 * torch.cat(rows, 1) + 0.5).byte().permute(1, 2, 0).contiguous()
    Image.frombytes("RGB", (values.shape[1], values.shape[0]), values.numpy().tobytes()).save(path)
