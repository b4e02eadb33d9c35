-- Berapa yang dilayani tiap layanan, bila disebut ketika diimpor: survei yang kebanyakan respondennya dari satu layanan
-- dapat ditimbang menurut yang dilayani. survei.populasi tetap jumlah seluruhnya.
CREATE TABLE survei_dilayani (
    survei_id VARCHAR NOT NULL,
    layanan VARCHAR NOT NULL,
    dilayani INTEGER NOT NULL
);
