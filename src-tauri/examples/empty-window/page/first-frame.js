// The same mark as the app's, after the same two frames.
requestAnimationFrame(() => requestAnimationFrame(() => performance.mark('first-frame')));
