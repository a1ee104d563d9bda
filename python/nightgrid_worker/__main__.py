"""Started as `python nightgrid_worker PARENT_PID`, with descriptors as frames.py has them."""

import os
import sys

# Processes that multiprocessing spawns run this file too, under another name.
if __name__ == "__main__":
    # Python has put the folder of this file there. A user's `notes` must be found, not ours.
    sys.path[0] = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    from nightgrid_worker.start import main

    sys.path.pop(0)
    main()
