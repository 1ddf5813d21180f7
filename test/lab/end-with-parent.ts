// Loaded into a phone that the lab starts (`node --import`): when the lab is gone, however it went, the phone ends too.

process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
// The listener alone would keep an ending phone alive.
process.channel?.unref();
