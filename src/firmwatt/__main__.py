"""`python -m firmwatt` is the command `firmwatt`."""

from firmwatt.cli.app import main

if __name__ == "__main__":
    main()
