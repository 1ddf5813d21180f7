// The table of codecs: a list threaded through the registrations, so that it needs no order of static construction.
#include "codec/codec.h"

#include <algorithm>

namespace hookswitch {
namespace {

constinit const CodecRegistration* first_registration = nullptr;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace

CodecRegistration::CodecRegistration(std::string_view name, Maker make)
    : name_(name), make_(make), next_(first_registration) {
  first_registration = this;
}

std::unique_ptr<Codec> make_codec(std::string_view name, const CodecParameters& parameters) {
  for (const CodecRegistration* entry = first_registration; entry != nullptr; entry = entry->next_) {
    if (same_name(entry->name_, name)) return entry->make_(parameters);
  }
  return nullptr;
}

}  // namespace hookswitch
