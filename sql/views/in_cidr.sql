-- in_cidr(address, cidr): whether an address, as sessions have it, is in a range such as 10.0.0.0/8 or
-- 2001:db8::/32, or is the address that stands alone. What depends on the range alone is done once where
-- it is written in the query: for IPv4 a comparison of texts is left, whole octets being a prefix of the
-- address, and for one octet its bits. An address of IPv6 is brought to its 32 digits, which takes longer.
-- A lambda over a list of one gives a value its name, so that it is not written out again and again.
CREATE MACRO ip6_groups(groups) AS
  CASE WHEN groups = '' THEN ''
  ELSE regexp_replace('000' || replace(groups, ':', ':000'), '[0-9a-f]*([0-9a-f]{4})(:|$)', '\1', 'g')
  END;

-- An address that ends as one of IPv4 does, in digits.
CREATE MACRO ip6_plain(address) AS
  CASE WHEN address LIKE '%.%' THEN
    list_transform(
      [string_split(regexp_extract(address, '[^:]*$'), '.')],
      lambda octets: regexp_extract(address, '^.*:')
        || printf('%x:%x', octets[1]::INTEGER * 256 + octets[2]::INTEGER,
          octets[3]::INTEGER * 256 + octets[4]::INTEGER))[1]
  ELSE address END;

CREATE MACRO ip6_digits(address) AS
  list_transform(
    [string_split(lower(ip6_plain(address)), '::')],
    lambda parts: list_transform(
      [[ip6_groups(parts[1]), ip6_groups(coalesce(parts[2], ''))]],
      lambda digits: digits[1] || repeat('0', 32 - len(digits[1]) - len(digits[2])) || digits[2])[1])[1];

CREATE MACRO cidr_address(cidr) AS split_part(cidr, '/', 1);

-- Eight groups, or fewer and one :: in the place of those that are 0.
CREATE MACRO is_ip6(address) AS
  regexp_full_match(address, '([0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}')
  OR regexp_full_match(
      address, '([0-9A-Fa-f]{1,4}(:[0-9A-Fa-f]{1,4})*)?::([0-9A-Fa-f]{1,4}(:[0-9A-Fa-f]{1,4})*)?')
    AND len(regexp_extract_all(address, '[0-9A-Fa-f]+')) <= 7;

CREATE MACRO is_ip4(address) AS
  regexp_full_match(
    address, '((25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])');

CREATE MACRO cidr_bits(cidr) AS
  CASE
    WHEN is_ip4(cidr_address(cidr)) AND regexp_full_match(cidr, '[^/]*(/([0-9]|[12][0-9]|3[0-2]))?')
      OR regexp_full_match(cidr, '[^/]*(/([0-9]|[1-9][0-9]|1[01][0-9]|12[0-8]))?')
        AND CASE
          WHEN NOT cidr LIKE '%.%' THEN is_ip6(cidr_address(cidr))
          WHEN is_ip4(regexp_extract(cidr_address(cidr), '[^:]*$')) AND cidr LIKE '%:%'
          THEN is_ip6(ip6_plain(cidr_address(cidr)))
          ELSE false
        END
    THEN coalesce(
      TRY_CAST(split_part(cidr, '/', 2) AS INTEGER), CASE WHEN cidr LIKE '%:%' THEN 128 ELSE 32 END)
    ELSE error('in_cidr: ''' || cidr || ''' is not an address, or a range such as 10.0.0.0/8')
  END;

CREATE MACRO in_cidr4(address, network, bits) AS
  CASE
    WHEN bits = 32 THEN address = network
    WHEN starts_with(
        address,
        array_to_string(
          list_slice(string_split(network, '.'), 1, bits // 8) || CASE WHEN bits >= 8 THEN [''] ELSE [] END,
          '.'))
    THEN bits % 8 = 0
      OR coalesce(
        TRY_CAST(split_part(address, '.', bits // 8 + 1) AS INTEGER) >> (8 - bits % 8)
          = TRY_CAST(split_part(network, '.', bits // 8 + 1) AS INTEGER) >> (8 - bits % 8),
        false)
    WHEN address IS NULL THEN NULL
    ELSE false
  END;

CREATE MACRO in_cidr6(address, network, bits) AS
  CASE
    WHEN address IS NULL THEN NULL
    WHEN address NOT LIKE '%:%' THEN false
    -- Cheap, and most often the end of it. A first group of 0 may be written or not.
    WHEN bits >= 16 AND ltrim(split_part(network, ':', 1), '0') <> ''
      AND NOT starts_with(address, lower(ltrim(split_part(network, ':', 1), '0')) || ':')
    THEN false
    WHEN starts_with(ip6_digits(address), left(ip6_digits(network), bits // 4))
    THEN bits % 4 = 0
      OR instr('0123456789abcdef', substr(ip6_digits(address), bits // 4 + 1, 1)) - 1 >> (4 - bits % 4)
        = instr('0123456789abcdef', substr(ip6_digits(network), bits // 4 + 1, 1)) - 1 >> (4 - bits % 4)
    ELSE false
  END;

CREATE MACRO in_cidr(address, cidr) AS
  CASE
    WHEN cidr_bits(cidr) IS NULL THEN NULL
    WHEN cidr LIKE '%:%' THEN in_cidr6(address, cidr_address(cidr), cidr_bits(cidr))
    ELSE address NOT LIKE '%:%' AND in_cidr4(address, cidr_address(cidr), cidr_bits(cidr))
  END;

COMMENT ON MACRO in_cidr IS 'in_cidr(address, range): whether an address is in a range such as ''10.0.0.0/8'', or is it';
COMMENT ON MACRO ip6_groups IS 'ip6_groups(groups): part of in_cidr: groups of an IPv6 address with four digits each, without colons';
COMMENT ON MACRO ip6_plain IS 'ip6_plain(address): part of in_cidr: an IPv6 address without an end in the form of IPv4';
COMMENT ON MACRO ip6_digits IS 'ip6_digits(address): part of in_cidr: the 32 digits of an IPv6 address';
COMMENT ON MACRO is_ip6 IS 'is_ip6(address): part of in_cidr: whether a text is an IPv6 address, without an end in the form of IPv4';
COMMENT ON MACRO is_ip4 IS 'is_ip4(address): part of in_cidr: whether a text is an IPv4 address';
COMMENT ON MACRO cidr_address IS 'cidr_address(range): part of in_cidr: the address of a range';
COMMENT ON MACRO cidr_bits IS 'cidr_bits(range): part of in_cidr: the bits of a range that count; an error if it is none';
COMMENT ON MACRO in_cidr4 IS 'in_cidr4(address, network, bits): part of in_cidr: of IPv4';
COMMENT ON MACRO in_cidr6 IS 'in_cidr6(address, network, bits): part of in_cidr: of IPv6';
