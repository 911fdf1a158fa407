"""What people do from one end to the other, in a real browser, with the words they read on the screen."""
