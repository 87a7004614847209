"""One module for each limit or target that spans several assets, with its equation."""
