"""Pitch day: order and programme, the screens of the hall and their control, live board, scores on paper."""
