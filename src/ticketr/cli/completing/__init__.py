"""Shell completion: scripts that ask `ticketr __complete`, and what answers them. No argparse, no json, no typing."""
