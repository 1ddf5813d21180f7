// Reads `a=fmtp` values: `name=number` pairs between semicolons (RFC 4855 §3). Hostile text.
#pragma once

#include <charconv>
#include <optional>
#include <string_view>

namespace hookswitch {

/// The value of a parameter without blanks; nothing when it is not there.
inline std::optional<std::string_view> format_value(std::string_view format, std::string_view name) {
  const auto trim = [](std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    return first == std::string_view::npos ? std::string_view() : text.substr(first, text.find_last_not_of(" \t") - first + 1);
  };
  const auto same = [](std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
      if ((a[i] | 0x20) != (b[i] | 0x20)) return false;
    }
    return true;
  };
  while (!format.empty()) {
    const std::string_view part = format.substr(0, format.find(';'));
    const auto equals = part.find('=');
    if (equals != std::string_view::npos && same(trim(part.substr(0, equals)), name)) return trim(part.substr(equals + 1));
    format.remove_prefix(part.size() == format.size() ? part.size() : part.size() + 1);
  }
  return std::nullopt;
}

inline std::optional<int> format_number(std::string_view format, std::string_view name) {
  const auto text = format_value(format, name);
  int value = 0;
  if (!text) return std::nullopt;
  const auto result = std::from_chars(text->data(), text->data() + text->size(), value);
  if (result.ec != std::errc() || result.ptr != text->data() + text->size()) return std::nullopt;
  return value;
}

}  // namespace hookswitch
