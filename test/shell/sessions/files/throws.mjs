throw new Error('no fruit today');
