"""The little of torchvision that exported programs use, where it is not installed: so that they can be tried all the same."""
