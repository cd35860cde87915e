"""People who do not exist: procedural heads for the simulated camera and the simulated cards.

Answers for a citizen's face drawn from a seed alone (numpy and OpenCV, no photograph, no trained
model), so that demonstrations and tests hold no real person's likeness. Every picture made here is
labelled as generated wherever it is shown.

Leaves to others: which seed is who (the reviewed list of made-up people), streaming the pictures
(`devices.camera.simulator`), and looking at them (the face process).

Lengths are in units of 10 cm. y points up with the eyes at 0, z points to the camera.
"""
