// Events of the core as objects of media/messages.ts.
#pragma once

#include <napi.h>

#include "engine/event.h"
#include "engine/lift.h"

namespace hookswitch {

Napi::Object to_object(Napi::Env env, const Event& event);
Napi::Object to_object(Napi::Env env, const LiftedDatagram& datagram);

}  // namespace hookswitch
