"""What judging does and answers when lower floors announce or ask; importing the modules wires them."""
