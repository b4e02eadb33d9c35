-- Nilai simpul bila semua pertanyaan yang belum dijawab bernilai penuh. Impor mencatatnya sejak kini; untuk yang sudah
-- tersimpan diisi oleh langkah 'nilai_tertinggi' (store/highest.py), karena poin setiap pertanyaan ada di berkas
-- instrumen. Kosong hanya selama berkas instrumennya tidak ada: diisi begitu berkas itu kembali.
ALTER TABLE nilai_simpul ADD COLUMN nilai_tertinggi DOUBLE;
