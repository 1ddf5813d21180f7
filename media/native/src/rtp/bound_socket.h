// A UDP socket on an address of this machine, whose packets are marked for the network's queues (RFC 2474).
#pragma once

#include "rtp/endpoint.h"

namespace hookswitch {

/// The descriptor, which does not block; negative, and errno says why.
int bound_socket(const Endpoint& local, int tos, bool v6_only = false);

}  // namespace hookswitch
