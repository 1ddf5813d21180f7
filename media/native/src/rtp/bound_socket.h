// A UDP socket on an address of this machine, whose packets are marked for the network's queues (RFC 2474).
#pragma once

#include "rtp/endpoint.h"

namespace hookswitch {

/// The descriptor, which does not block; negative, and errno says why.
int bound_socket(const Endpoint& local, int tos, bool v6_only = false);

/// Takes what is sent to a multicast group by the interface that has the address `local`. Others of this machine may listen too.
int group_socket(const Endpoint& group, const Endpoint& local);

}  // namespace hookswitch
